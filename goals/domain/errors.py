"""What the domain refuses, in words a page can show."""

from django.utils.translation import gettext as _

from common.refusals import Refusal


class GoalError(Refusal):
    """A change that the rules of goals forbid; ``row`` says in which of the key results given, None: in none."""

    row = None


def refuse_if_closed(objective):
    """Raise GoalError where the objective's cycle is closed."""
    refuse_closed_cycle(objective.cycle)


def refuse_closed_cycle(cycle):
    """Raise GoalError where the cycle is closed."""
    if cycle.is_closed:
        raise GoalError(_("This cycle is closed: it can be read, not changed."), "cycle")


class StaleForm(GoalError):
    """Somebody saved between opening the form and sending it. ``since`` are the check-ins in between."""

    def __init__(self, since=()):
        super().__init__(_("Somebody else has saved since you opened this. Look at what changed, then decide."))
        self.since = list(since)
