"""How far a key result has come, and whether that is far enough for the day.

Numbers in, numbers out: everything is a Decimal, every figure is rounded half up to four decimals,
and progress is a share (0.7000 is 70 %).
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

FOUR_DECIMALS = Decimal("0.0001")
ZERO = Decimal("0.0000")
ONE = Decimal("1.0000")
PROGRESS_LIMIT = Decimal(99_999_999)

ON_PACE_FROM = Decimal("-0.10")
SLOW_FROM = Decimal("-0.25")
FORECAST_FROM_PACE = Decimal("0.10")
STALE_GRACE_DAYS = 3


class Kind(StrEnum):
    """What a key result asks for."""

    REACH = "reach"
    KEEP_AT_LEAST = "keep_at_least"
    KEEP_AT_MOST = "keep_at_most"
    KEEP_WITHIN = "keep_within"
    MILESTONES = "milestones"
    INITIATIVES = "initiatives"


KEEP_KINDS = frozenset({Kind.KEEP_AT_LEAST, Kind.KEEP_AT_MOST, Kind.KEEP_WITHIN})
COUNTED_KINDS = frozenset({Kind.MILESTONES, Kind.INITIATIVES})


class Status(StrEnum):
    """The owner's word on a key result or objective."""

    NONE = "none"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    DROPPED = "dropped"


WORST_FIRST = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


class PaceWord(StrEnum):
    """How the gap between progress and pace reads."""

    ON_PACE = "on_pace"
    SLOW = "slow"
    FAR_BEHIND = "far_behind"


class Disagreement(StrEnum):
    """Which way the owner's word and the pace differ."""

    OWNER_OPTIMISTIC = "owner_optimistic"
    OWNER_CAUTIOUS = "owner_cautious"


class OutOfRange(ValueError):
    """Progress so far from 0..1 that it cannot be stored."""


def quantize(value):
    """Return the Decimal with four decimals, rounded half up (away from zero), never as -0."""
    rounded = value.quantize(FOUR_DECIMALS, rounding=ROUND_HALF_UP)
    return rounded if rounded else ZERO


def clip(share):
    """Hold a share to 0..1."""
    return min(ONE, max(ZERO, share))


# Progress


def key_result_progress(kind, *, start=None, target=None, low=None, high=None, values=()):
    """Return a key result's progress, unclipped (below 0 or above 1 is told as it is).

    `values` are the values in force, oldest first. Of a keep key result each is the last value of its period;
    of any other the last one counts. Of milestones they are the weight done, `target` the whole weight; of
    initiatives the action items done and all of them. No value yet gives 0. Raises OutOfRange where the result
    lies beyond ±99,999,999, and ValueError where start and target of a reach key result are the same.
    """
    values = tuple(values)
    if not values:
        return ZERO
    if kind in KEEP_KINDS:
        return _share_held(kind, values, target=target, low=low, high=high)
    if kind in COUNTED_KINDS:
        return share_done(values[-1], target)
    return _way_covered(start, target, values[-1])


def share_done(done, total):
    """Return the share of the steps, counted or weighed, that is done; 0 where there is none yet."""
    return _storable(Decimal(done) / Decimal(total)) if total else ZERO


def held(kind, value, *, target=None, low=None, high=None):
    """Tell whether one value keeps the bound of a keep key result; the bounds themselves are kept."""
    match kind:
        case Kind.KEEP_AT_LEAST:
            return value >= target
        case Kind.KEEP_AT_MOST:
            return value <= target
        case Kind.KEEP_WITHIN:
            return low <= value <= high
    raise ValueError(f"A {kind} key result has no bound to keep.")


def roll_up(items):
    """Return the weighted mean of (progress or None, weight) pairs, or None where nothing counts.

    Give only what counts; pairs without progress are passed over. Each progress is held to 0..1 first, so
    no overshoot makes up for a neighbour.
    """
    counted = [(clip(progress), weight) for progress, weight in items if progress is not None]
    total_weight = sum(weight for _, weight in counted)
    if not total_weight:
        return None
    return quantize(sum(progress * weight for progress, weight in counted) / total_weight)


def mean(shares):
    """Return the plain mean of the shares that are there, each held to 0..1; None for none."""
    return roll_up((share, 1) for share in shares)


def change(before, after):
    """Return how far a share moved, unrounded; None where either is missing."""
    return None if before is None or after is None else after - before


def _share_held(kind, values, **bounds):
    kept = sum(held(kind, value, **bounds) for value in values)
    return quantize(Decimal(kept) / len(values))


def _way_covered(start, target, current):
    # A falling target (9 days to 5) needs no branch of its own: both differences are negative.
    if start == target:
        raise ValueError("A key result to reach needs a target that differs from its start.")
    return _storable((current - start) / (target - start))


def _storable(progress):
    rounded = quantize(progress)
    if abs(rounded) > PROGRESS_LIMIT:
        raise OutOfRange(f"Progress {rounded} lies beyond ±{PROGRESS_LIMIT}.")
    return rounded


# Pace


@lru_cache(maxsize=1024)
def pace(day, start, due):
    """Return the share of the time from start to due that has passed on the day, in whole days, 0..1."""
    # Kept, because a company's many key results share a handful of spans.
    if start == due:
        return ONE if day >= due else ZERO
    return quantize(clip(Decimal((day - start).days) / (due - start).days))


def keep_pace(has_value):
    """Return the pace of a keep key result: all of it is asked from the first value on."""
    return ONE if has_value else ZERO


def objective_pace(items):
    """Return the weighted mean of (pace, weight) pairs: give exactly the items that count in the progress."""
    return roll_up(items)


def gap(progress, pace):
    """Return how far progress, held to 0..1, is ahead (+) or behind (-) of the pace; None without either."""
    if progress is None or pace is None:
        return None
    return quantize(clip(progress) - pace)


def pace_word(gap):
    """Return how the gap reads; None without a gap."""
    if gap is None:
        return None
    if gap >= ON_PACE_FROM:
        return PaceWord.ON_PACE
    return PaceWord.SLOW if gap >= SLOW_FROM else PaceWord.FAR_BEHIND


def forecast(start, current, pace_at_last_check_in):
    """Return where a reach key result ends if it goes on like this, in its own unit, to four decimals.

    None before a tenth of the time has passed: a figure from so few days would only mislead.
    """
    if pace_at_last_check_in is None or pace_at_last_check_in < FORECAST_FROM_PACE:
        return None
    return quantize(start + (current - start) / pace_at_last_check_in)


# Status


def worst_status(statuses):
    """Return an objective's status from those of its key results.

    The worst word of any live key result; before any of them has one, none. Dropped ones do not speak, and
    done ones only when all are done.
    """
    spoken = set(statuses) - {Status.DROPPED}
    if spoken == {Status.DONE}:
        return Status.DONE
    return next((status for status in WORST_FIRST if status in spoken), Status.NONE)


def is_stale(last_check_in_on, start_on, today, cadence_days):
    """Tell whether the last check-in by a person (or, without one, the start) is too long ago.

    All dates in the company's zone. Exactly cadence + 3 days ago is still fresh.
    """
    since = last_check_in_on or start_on
    return (today - since).days > cadence_days + STALE_GRACE_DAYS


def disagreement(status, pace_word):
    """Return how the owner's word and the pace contradict each other, or None where they do not."""
    match status, pace_word:
        case Status.ON_TRACK, PaceWord.FAR_BEHIND:
            return Disagreement.OWNER_OPTIMISTIC
        case Status.OFF_TRACK, PaceWord.ON_PACE:
            return Disagreement.OWNER_CAUTIOUS
    return None
