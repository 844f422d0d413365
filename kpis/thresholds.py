"""How one KPI did in one period: how far from its target, and whether that is good, worth a look, or bad.

Numbers in, numbers out: everything is a Decimal. Ratio and attainment have four decimals, half up; an
attainment is a share (0.9000 is 90 %). The formulas are the product's own: a plain actual ÷ target would
call a cost above its ceiling a success.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

FOUR_DECIMALS = Decimal("0.0001")
ZERO = Decimal("0.0000")
ONE = Decimal("1.0000")
JUST_MISSED = Decimal("0.9999")
WARN_FROM = Decimal("0.90")


class Direction(StrEnum):
    """Which way a KPI is meant to go."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class State(StrEnum):
    """How a KPI stands in a period."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    LATE = "late"


@dataclass(frozen=True)
class Target:
    """What is asked for: a value to reach or stay under, or two bounds to stay within (both included)."""

    direction: Direction
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_set(self):
        if self.direction == Direction.RANGE:
            return self.low is not None and self.high is not None
        return self.value is not None

    def is_met_by(self, actual):
        """Judged on the exact values, before anything is rounded."""
        match self.direction:
            case Direction.HIGHER:
                return actual >= self.value
            case Direction.LOWER:
                return actual <= self.value
        return self.low <= actual <= self.high


def difference(target, actual):
    """Target less actual, exact; None for a range or where either is missing."""
    if target.value is None or actual is None:
        return None
    return target.value - actual


def ratio(target, actual):
    """Actual ÷ target; None for a range, for a target of 0, or where either is missing."""
    if not target.value or actual is None:
        return None
    return quantize(actual / target.value)


def attainment(target, actual):
    """How much of what is asked for was achieved, by direction; at least 0, and below 1 where it was missed.

    None where either is missing, or where the target (or the bound that was missed) is 0.
    """
    if not target.is_set or actual is None:
        return None
    is_met = target.is_met_by(actual)
    share = raw_attainment(target, actual, is_met)
    if share is None:
        return None
    rounded = max(ZERO, quantize(share))
    return rounded if is_met else min(rounded, JUST_MISSED)


def raw_attainment(target, actual, is_met):
    if target.direction == Direction.RANGE:
        if is_met:
            return ONE
        bound = target.low if actual < target.low else target.high
        return 1 - abs(actual - bound) / abs(bound) if bound else None
    if not target.value:
        return None
    # For a positive target to reach this is actual ÷ target; it holds for negative ones and for ceilings too.
    better_by = actual - target.value if target.direction == Direction.HIGHER else target.value - actual
    return 1 + better_by / abs(target.value)


def state(target, actual, *, warn_from=WARN_FROM, is_late=False):
    """How a KPI stands in a period; ``is_late``: its time to be recorded is over."""
    if actual is None:
        return State.LATE if is_late else State.NO_DATA
    if not target.is_set:
        return State.NO_TARGET
    if target.is_met_by(actual):
        return State.GOOD
    share = attainment(target, actual)
    return State.WARN if share is not None and share >= warn_from else State.BAD


def shown_percent(share):
    """An attainment as pages show it: percent, cut to one decimal, so that 99.99 % never reads as 100 %."""
    return None if share is None else (share * 100).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def quantize(value):
    """Four decimals, half up, never -0."""
    rounded = value.quantize(FOUR_DECIMALS, rounding=ROUND_HALF_UP)
    return rounded if rounded else ZERO
