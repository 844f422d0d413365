"""Backups by the engine's own tools, in one archive that says what it holds, and the way back (docs/adr/0017).

``backup`` and ``restore`` are the whole flow; ``archive`` is the file; ``sqlite`` and ``postgresql`` offer the same
four functions: ``take``, ``contents``, ``refuse_if_in_use`` and ``brought_back``.
"""
