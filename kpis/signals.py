"""Telling a signal from noise: a process behaviour chart of single values (XmR).

After Walter Shewhart and Donald Wheeler, "Understanding Variation": natural limits lie at the mean plus and
minus 2.66 times the mean moving range. Values are Decimals: of a KPI that stands still, mean and limits are its very
value, where binary fractions would put every point a hair to one side of them.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise, takewhile

FEWEST, MOST = 8, 20
MOVING_RANGE_FACTOR = Decimal("2.66")
RUN_LENGTH = 8


class Signal(StrEnum):
    """Why a point is more than noise."""

    ABOVE = "above"
    BELOW = "below"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"


@dataclass(frozen=True)
class Limits:
    mean: Decimal
    lower: Decimal
    upper: Decimal


def natural_limits(values):
    """Return the Limits from the first 8 to 20 values (oldest first), or None while there are too few.

    From the twentieth on they are frozen until somebody sets a new baseline.
    """
    baseline = values[:MOST]
    if len(baseline) < FEWEST:
        return None
    average = mean(baseline)
    spread = MOVING_RANGE_FACTOR * mean([abs(later - earlier) for earlier, later in pairwise(baseline)])
    return Limits(average, average - spread, average + spread)


def mean(values):
    return sum(values, Decimal(0)) / len(values)


def signals(values, limits):
    """Return {index: Signal} of the points that mean something.

    A point outside the limits; or the eighth, and each further one, in a row on one side of the mean. A point
    on the mean ends a run.
    """
    found, run, side = {}, 0, 0
    for index, value in enumerate(values):
        where = side_of(value, limits)
        run = run + 1 if where and where == side else abs(where)
        side = where
        signal = outside(value, limits) or long_run(run, side)
        if signal:
            found[index] = signal
    return found


def side_of(value, limits):
    """1 above the mean, −1 below it, 0 on it."""
    return (value > limits.mean) - (value < limits.mean)


def outside(value, limits):
    if value > limits.upper:
        return Signal.ABOVE
    return Signal.BELOW if value < limits.lower else None


def long_run(run, side):
    if run < RUN_LENGTH:
        return None
    return Signal.RUN_ABOVE if side > 0 else Signal.RUN_BELOW


def run_length(values, limits):
    """How many values at the end lie in a row on the side of the mean on which the last one does; 0 on the mean."""
    side = side_of(values[-1], limits)
    return side and len(list(takewhile(lambda value: side_of(value, limits) == side, reversed(values))))
