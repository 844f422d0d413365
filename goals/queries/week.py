"""A person's week: what is due, what is done, and when the next check-in falls due."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from goals.access import share_company
from goals.models import KeyResult
from goals.queries.due import Due, due_of, open_key_results
from goals.rhythm import rhythm_of

# So many periods in silence, and the owner is asked whether it still fits.
STUCK_FROM = 3


@dataclass(frozen=True)
class Week:
    """``due`` soonest first, ``done`` latest first, ``waiting``: not yet begun or not yet due again after a pause.

    ``next_at`` is aware or None.
    """

    due: list[Due]
    done: list[KeyResult]
    waiting: list[KeyResult]
    paused: list[KeyResult]
    next_at: datetime | None

    @property
    def has_key_results(self):
        return bool(self.due or self.done or self.waiting or self.paused)

    def next_after(self, position):
        """The due key result to go on with after the one that stood at ``position`` in the order; or None."""
        if not self.due:
            return None
        later = (due for due in self.due if place(due) > position)
        return next(later, self.due[0])


def week_of(user, now):
    """Sort the person's open key results by where they stand on ``now`` (aware)."""
    key_results = list(open_key_results(user))
    for key_result in key_results:
        share_company(user, key_result).owner = user
    return as_week(key_results, user.company, now)


def as_week(key_results, company, now):
    """The same from key results that are loaded already, with all that the rhythm needs."""
    today = company.day_of(now)
    due, done, waiting, paused = [], [], [], []
    for key_result in key_results:
        found = due_of(key_result, company, now)
        if found:
            due.append(found)
        elif key_result.rests_on(today):
            paused.append(key_result)
        else:
            (waiting if is_to_come(key_result, company, today) else done).append(key_result)
    return Week(
        due=sorted(due, key=place),
        done=sorted(done, key=lambda key_result: key_result.last_check_in_at, reverse=True),
        waiting=waiting,
        paused=paused,
        next_at=min(
            filter(None, (next_due_at(row, company, today) for row in done + waiting + paused)), default=None
        ),
    )


def is_to_come(key_result, company, today):
    """Whether one that is not due has its first check-in, or the first after a pause, still ahead."""
    period = rhythm_of(key_result.objective, company).period(key_result.objective.cycle, key_result, today)
    is_made = key_result.last_period is not None and key_result.last_period >= period.start
    return today < key_result.starts_on or not is_made


def week_of_request(request):
    """The signed-in person's week now, queried once per request."""
    if not hasattr(request, "week"):
        request.week = week_of(request.user, timezone.now())
    return request.week


def place(due):
    """Where a due key result stands in the list: soonest first, then as its objective orders it."""
    key_result = due.key_result
    return (due.at, key_result.objective_id, key_result.position, key_result.pk)


def place_in(key_result, company, now):
    """Where the key result stands, or stood before it was checked in this period."""
    rhythm = rhythm_of(key_result.objective, company)
    today = company.day_of(now)
    period = rhythm.period(key_result.objective.cycle, key_result, today)
    return place(Due(key_result, rhythm.due_at(period), is_late=False))


def next_due_at(key_result, company, today):
    """When the first check-in after those made falls due, or None where no period is left or it rests."""
    rhythm = rhythm_of(key_result.objective, company)
    for period in rhythm.periods(key_result.objective.cycle, key_result):
        was_made = key_result.last_period is not None and period.start <= key_result.last_period
        if was_made or period.end < max(today, key_result.starts_on):
            continue
        at = rhythm.due_at(period)
        if not key_result.rests_on(company.day_of(at)):
            return at
    return None


def missed_periods(key_result, company, today):
    """How many check-in periods have ended without a check-in since the last one, the start, or a pause."""
    return len(missed(key_result, company, today))


def missed(key_result, company, today):
    """The periods that missed_periods counts, the oldest first."""
    rhythm = rhythm_of(key_result.objective, company)
    return [
        period
        for period in rhythm.periods(key_result.objective.cycle, key_result)
        if (key_result.last_period is None or period.start > key_result.last_period)
        and period.end < today
        and period.end >= key_result.starts_on
        and not key_result.rests_on(company.day_of(rhythm.due_at(period)))
    ]
