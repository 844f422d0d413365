"""Which key results somebody is to check in, and by when."""

from dataclasses import dataclass
from datetime import datetime

from goals.models import Cycle, KeyResult
from goals.rhythm import rhythm_of


@dataclass(frozen=True)
class Due:
    """A key result whose current check-in period has no check-in yet. ``at`` is aware, in the company's zone."""

    key_result: KeyResult
    at: datetime
    is_late: bool


def open_key_results(user):
    """The person's own live key results in cycles that take check-ins, with all that the rhythm needs."""
    return open_key_results_of([user])


def open_key_results_of(people):
    """The same of several people.

    Nothing of a viewer's: who became one may still be named as an owner, but checks in nowhere.
    """
    owners = [person for person in people if not person.is_viewer]
    return (
        KeyResult.objects.live()
        .filter(owner__in=owners, objective__cycle__stage__in=Cycle.TAKING_CHECK_INS)
        .select_related("objective__cycle", "objective__owner")
        .order_by("objective", "position", "pk")
    )


def due_of(key_result, company, now):
    """The Due of one key result at ``now`` (aware); None when its period has a check-in, has not begun, or rests."""
    objective = key_result.objective
    rhythm = rhythm_of(objective, company)
    today = company.day_of(now)
    if today < key_result.starts_on or key_result.rests_on(today):
        return None
    period = rhythm.period(objective.cycle, key_result, today)
    if key_result.last_period is not None and key_result.last_period >= period.start:
        return None
    at = rhythm.due_at(period)
    if key_result.rests_on(company.day_of(at)):
        return None
    return Due(key_result, at, is_late=now > at)
