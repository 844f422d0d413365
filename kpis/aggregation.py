"""One value for a coarser period from the values of the finer ones in it."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

SIX_DECIMALS = Decimal("0.000001")


class Aggregation(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


def aggregate(values, rule):
    """Return the sum, mean or last of the values, oldest first; None unless every period has one.

    A mean is rounded half up to six decimals, the most a value can have; sums and last values are exact.
    """
    values = list(values)
    if not values or None in values:
        return None
    if rule == Aggregation.LAST:
        return values[-1]
    with localcontext(prec=50):
        total = sum(values)
        return total if rule == Aggregation.SUM else (total / len(values)).quantize(SIX_DECIMALS, ROUND_HALF_UP)
