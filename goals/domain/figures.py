"""What a key result's and an objective's stored figures have to be, given the rows they come from.

Used when something changes and by check_rollups, so that there is one formula, in one place.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from goals.models import KeyResult, Objective
from goals.models.fields import CLOSED, Status
from goals.progress import OutOfRange, held, key_result_progress, roll_up, share_done, worst_status

TREND_LENGTH = 12
VALUE_FIELDS = ["current", "progress", "trend"]
VALUE_LIMIT = Decimal(10) ** 15


@dataclass(frozen=True)
class Figures:
    """The stored figures of one key result."""

    current: Decimal | None = None
    progress: Decimal = Decimal("0.0000")
    status: str = Status.NONE
    last_check_in_at: datetime | None = None
    last_period: date | None = None
    last_note: str = ""
    trend: list = field(default_factory=list)


class Tally(NamedTuple):
    """How many action items the initiatives of a key result have, and how many of them are done."""

    done: int
    total: int


def key_result_figures(key_result, check_ins, milestones=(), source=None):
    """Compute the figures from the effective check-ins, in order. Raises progress.OutOfRange.

    The value of a derived key result comes from its ``source``: readings, oldest first, of an automatic one,
    a Tally of one with initiatives; None: it stays as it is.
    """
    word = latest_word(key_result, check_ins)
    if not key_result.is_derived:
        return Figures(**word, **said(key_result, check_ins, milestones))
    if source is None:
        return Figures(**word, **{name: getattr(key_result, name) for name in VALUE_FIELDS})
    if key_result.has_initiatives:
        return Figures(**word, **counted(check_ins, source))
    return Figures(**word, **told_by(key_result, [reading.value for reading in source]))


def latest_word(key_result, check_ins):
    """What the owner has said last, about whatever value."""
    if not check_ins:
        return {"status": key_result.status if key_result.status in CLOSED else Status.NONE}
    latest = check_ins[-1]
    return {
        "status": key_result.status if key_result.status in CLOSED else latest.status,
        "last_check_in_at": latest.created_at,
        "last_period": latest.period,
        "last_note": latest.note[:200],
    }


def said(key_result, check_ins, milestones):
    """Current value, progress and trend from check-ins; some of them may bear no value."""
    check_ins = [check_in for check_in in check_ins if check_in.value is not None]
    if not check_ins:
        return {}
    by_period = {check_in.period: check_in.value for check_in in check_ins}
    current, progress = reached(key_result, by_period, check_ins[-1], milestones)
    return {"current": current, "progress": progress, "trend": trend(value for _, value in sorted(by_period.items()))}


def told_by(key_result, values):
    """The same from the values of a source, oldest first."""
    if not values:
        return {}
    current = values[-1]
    if abs(current) >= VALUE_LIMIT:
        raise OutOfRange(f"Value {current} has more than 15 digits.")
    return {"current": current, "progress": progress_of(key_result, values), "trend": trend(values)}


def counted(check_ins, tally):
    """The same from a Tally; how many items were done at each check-in tells the way there."""
    if not tally.total:
        return {}
    by_period = {check_in.period: check_in.value for check_in in check_ins if check_in.value is not None}
    earlier = [value for _, value in sorted(by_period.items())]
    progress = share_done(tally.done, tally.total)
    return {"current": Decimal(tally.done), "progress": progress, "trend": trend([*earlier, tally.done])}


def trend(values):
    return [float(value) for value in values][-TREND_LENGTH:]


def reached(key_result, by_period, latest, milestones=()):
    """Return (current value, progress) after the check-in ``latest``, given the last value of each period."""
    if key_result.has_milestones:
        return weigh(milestones, latest.done_milestones)
    values = by_period.values() if key_result.is_keep else [latest.value]
    return latest.value, progress_of(key_result, values)


def progress_of(key_result, values):
    return key_result_progress(key_result.kind, start=key_result.start, values=values, **bounds(key_result))


def keeps_bound(key_result, value):
    """Whether the value keeps the bound of a ``keep_*`` key result."""
    return held(key_result.kind, value, **bounds(key_result))


def bounds(key_result):
    return {"target": key_result.target, "low": key_result.low, "high": key_result.high}


def weigh(milestones, done):
    """Return (weight done, progress) of milestones, given the ids of those that are done."""
    done_weight = sum(milestone.weight for milestone in milestones if milestone.pk in done)
    total = sum(milestone.weight for milestone in milestones)
    return Decimal(done_weight), share_done(done_weight, total)


def objective_progress(key_results, children):
    """Weighted mean over (progress, weight) of what counts: counting_key_results and counting_children."""
    return roll_up([*key_results, *children])


def objective_status(statuses, stated=""):
    """What the key results add up to, unless the owner has stated another."""
    return stated or worst_status(statuses)


def counting_key_results(objective_ids):
    """Key results that enter the progress of these objectives, in no order: all that are not dropped."""
    return KeyResult.objects.filter(objective__in=objective_ids).exclude(status=Status.DROPPED).order_by()


def counting_children(objective_ids):
    """Objectives that enter the progress of these, in no order: active, open, linked as "contributes"."""
    contributing = Objective.objects.counted().filter(alignment=Objective.Alignment.CONTRIBUTES)
    return contributing.filter(parent__in=objective_ids).order_by()
