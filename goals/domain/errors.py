"""What the domain refuses, in words a page can show."""

from django.utils.translation import gettext as _


class GoalError(Exception):
    """A change that the rules of goals forbid. ``str()`` is a sentence in the reader's language.

    ``field`` names what is wrong; ``row`` says in which of the key results given, None for the objective.
    """

    def __init__(self, message, field=None, row=None):
        super().__init__(message)
        self.field, self.row = field, row


def refuse_if_closed(objective):
    """Raise GoalError where the objective's cycle is closed."""
    if objective.cycle.is_closed:
        raise GoalError(_("This cycle is closed: it can be read, not changed."), "cycle")


class StaleForm(GoalError):
    """Somebody saved between opening the form and sending it. ``since`` are the check-ins in between."""

    def __init__(self, since=()):
        super().__init__(_("Somebody else has saved since you opened this. Look at what changed, then decide."))
        self.since = list(since)
