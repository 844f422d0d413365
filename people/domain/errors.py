"""What the domain refuses, in words a page can show."""


class PeopleError(Exception):
    """A change that the rules of people forbid. ``str()`` is a sentence in the reader's language."""

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field
