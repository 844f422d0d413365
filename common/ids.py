"""Ids as they come in addresses and forms."""

LONGEST_ID = 18  # digits that every database holds


def as_id(text):
    """The id that the text is, or None for anything that cannot be one, a number too large to store included."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None
