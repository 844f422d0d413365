"""The arithmetic of measuring: medians, percentiles, ratios of pairs, growth. Imports nothing of the project."""

import math
from dataclasses import dataclass
from statistics import median

NOISY = 3


@dataclass(frozen=True)
class Sample:
    """Some measurements of one thing, in the order in which they were taken."""

    values: tuple

    @property
    def median(self):
        return median(self.values)

    @property
    def p50(self):
        return percentile(self.values, 50)

    @property
    def p95(self):
        return percentile(self.values, 95)

    @property
    def p99(self):
        return percentile(self.values, 99)

    @property
    def is_noisy(self):
        """Whether the machine was too busy with other things: the slowest are far from the middle."""
        return self.p95 > NOISY * self.median


def percentile(values, percent):
    """The smallest of the values that ``percent`` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def ratio_of_pairs(values, floors):
    """The median of each measurement divided by the floor's of the same round."""
    return median(value / floor for value, floor in zip(values, floors, strict=True))


def growth(smaller, larger, times):
    """The exponent by which a cost grows when the data grows ``times``-fold: 0 not at all, 1 in step."""
    return math.log(larger / smaller, times)
