"""What the packages above have to say before the fiscal year of a company begins in another month.

Filled when Django starts. A check is called with the company, whose row is locked, and raises a PeopleError.
"""

checks = []


def register(check):
    checks.append(check)
