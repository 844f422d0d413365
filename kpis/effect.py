"""A KPI before an initiative and since: which actuals can be compared at all, and whether that says anything."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpis.signals import mean

MOST, FEWEST = 6, 2


class Finding(StrEnum):
    """What a comparison comes to; but for the last, why there is none."""

    TOO_FEW_BEFORE = "too_few_before"
    TOO_FEW_SINCE = "too_few_since"
    BROKEN = "broken"
    COMPARED = "compared"


@dataclass(frozen=True)
class Side:
    """The actuals on one side, oldest first, and the value that stands for them."""

    readings: list
    value: Decimal


@dataclass(frozen=True)
class Effect:
    """``count``: actuals on the side that has too few. ``cut``: which of the days with breaks, in order, is between.

    ``is_signal``: whether one of the actuals since is more than noise; None where that cannot be told.
    """

    finding: Finding
    count: int = 0
    cut: int = 0
    before: Side | None = None
    since: Side | None = None
    is_signal: bool | None = None

    @property
    def difference(self):
        return self.since.value - self.before.value


def effect(stretches, is_before, is_since, *, by_last):
    """Compare the last six actuals of which ``is_before`` holds with the last six of which ``is_since`` does.

    ``stretches`` are those of KpiSignals; only actuals of one of them are compared. ``by_last`` lets the last of each
    side stand for it, instead of their mean.
    """
    before, since = ([list(filter(each, part.readings)) for part in stretches] for each in (is_before, is_since))
    if (count := sum(map(len, before))) < FEWEST:
        return Effect(Finding.TOO_FEW_BEFORE, count)
    if (count := sum(map(len, since))) < FEWEST:
        return Effect(Finding.TOO_FEW_SINCE, count)
    home = max(index for index, readings in enumerate(before) if readings)
    if min(len(before[home]), len(since[home])) < FEWEST:
        cut = home - 1 if len(before[home]) < FEWEST else home
        return Effect(Finding.BROKEN, cut=cut)
    stretch = stretches[home]
    return Effect(
        Finding.COMPARED,
        before=side(before[home], by_last=by_last),
        since=side(since[home], by_last=by_last),
        is_signal=any(each.period in stretch.signals for each in since[home]) if stretch.limits else None,
    )


def side(readings, *, by_last):
    shown = readings[-MOST:]
    return Side(shown, shown[-1].value if by_last else mean([each.value for each in shown]))
