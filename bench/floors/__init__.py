"""The least that each thing can cost: SQL, templates and mail copied by value.

Nothing here imports the product, so that the floor stays where it is while the product changes.
"""
