"""Telling a signal from noise: a process behaviour chart of single values (XmR).

After Walter Shewhart and Donald Wheeler, "Understanding Variation": natural limits lie at the mean plus and
minus 2.66 times the mean moving range. Values are floats: the limits are statistics, not amounts.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

FEWEST, MOST = 8, 20
MOVING_RANGE_FACTOR = 2.66
RUN_LENGTH = 8


class Signal(StrEnum):
    """Why a point is more than noise."""

    ABOVE = "above"
    BELOW = "below"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"


@dataclass(frozen=True)
class Limits:
    mean: float
    lower: float
    upper: float


def natural_limits(values):
    """Return the Limits from the first 8 to 20 values (oldest first), or None while there are too few.

    From the twentieth on they are frozen until somebody sets a new baseline.
    """
    baseline = [float(value) for value in values[:MOST]]
    if len(baseline) < FEWEST:
        return None
    mean = fmean(baseline)
    spread = MOVING_RANGE_FACTOR * fmean(abs(later - earlier) for earlier, later in pairwise(baseline))
    return Limits(mean, mean - spread, mean + spread)


def signals(values, limits):
    """Return {index: Signal} of the points that mean something.

    A point outside the limits; or the eighth, and each further one, in a row on one side of the mean. A point
    on the mean ends a run.
    """
    found, run, side = {}, 0, 0
    for index, value in enumerate(map(float, values)):
        where = (value > limits.mean) - (value < limits.mean)
        run = run + 1 if where and where == side else abs(where)
        side = where
        signal = outside(value, limits) or long_run(run, side)
        if signal:
            found[index] = signal
    return found


def outside(value, limits):
    if value > limits.upper:
        return Signal.ABOVE
    return Signal.BELOW if value < limits.lower else None


def long_run(run, side):
    if run < RUN_LENGTH:
        return None
    return Signal.RUN_ABOVE if side > 0 else Signal.RUN_BELOW
