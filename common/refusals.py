"""What the domain refuses, and how a page says it: at the field that is wrong, or above the form."""


class Refusal(Exception):
    """A change that the rules forbid. ``str()`` is a sentence in the reader's language; ``field`` is at fault."""

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field


def refuse(form, refusal):
    """Put a Refusal at the field it names, or above the form where the form has no such field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
