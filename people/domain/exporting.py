"""That data left the product as a file: nothing changes, yet who took what is worth knowing."""

from people.domain.audit import record_change


def record_export(company, *, actor, file, rows):
    """Note that the actor takes the file of that name, with that many rows below its header."""
    record_change(
        company, actor=actor, action="company.exported", changes={"file": (None, file), "rows": (None, rows)}
    )
