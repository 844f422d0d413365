"""Limits and signals of KPIs' actuals, and the days from which these are compared anew."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db.models import Value

from kpis.models import Baseline, DefinitionVersion, Measurement
from kpis.periods import KEYS, Frequency
from kpis.signals import MOST, natural_limits, run_length, signals

MEANING = ("definition", "formula", "source", "direction", "frequency")


@dataclass(frozen=True)
class Break:
    """A day from which values are not compared with earlier ones: another meaning, or a new baseline."""

    on: date
    reason: str
    is_baseline: bool = False


class Reading(NamedTuple):
    """The actual of a period that is over; ``period`` is its key."""

    period: str
    ends_on: date
    value: Decimal


@dataclass(frozen=True)
class Stretch:
    """Actuals that are compared with each other, oldest first, from one break up to the next."""

    readings: list[Reading]

    @cached_property
    def limits(self):
        """The Limits by the first 8 to 20 of the actuals; None while there are fewer."""
        return natural_limits(self.values)

    @cached_property
    def signals(self):
        """{period key: Signal} of the periods that are more than noise."""
        found = signals(self.values, self.limits) if self.limits else {}
        return {self.readings[index].period: signal for index, signal in found.items()}

    @property
    def values(self):
        return [reading.value for reading in self.readings]

    @property
    def baseline(self):
        """The readings that the limits come from."""
        return self.readings[:MOST]

    def run_up_to(self, period):
        """The readings in a row on one side of the mean that end with the period's (a key), oldest first."""
        end = [reading.period for reading in self.readings].index(period) + 1
        return self.readings[end - run_length(self.values[:end], self.limits) : end]


@dataclass(frozen=True)
class KpiSignals:
    """All breaks of a KPI, and the stretches between them, both oldest first. The last stretch holds now."""

    breaks: list[Break]
    stretches: list[Stretch]

    @property
    def current(self):
        return self.stretches[-1]

    def at(self, period):
        """The Signal of a period (a key) since the last break; None where it is noise, or nothing is known."""
        return self.current.signals.get(period)

    def ever(self, period):
        """The Signal of a period (a key) by the limits of its own time, or None."""
        return next((each.signals[period] for each in self.stretches if period in each.signals), None)


def signals_of(kpis, today, actuals=None):
    """Return {KPI id: KpiSignals} by all actuals of ended periods, in two queries for any number of KPIs.

    ``today`` is a date in the company's zone. A period belongs to the stretch in which its last day lies, and what
    is recorded of the period under way counts nowhere yet. Whether the last ended period is a signal:
    ``signals_of(kpis, today)[kpi.pk].at(figure.period.key)``. ``actuals`` are those of ``actuals_of``, if at hand.
    """
    breaks = breaks_of(kpis)
    actuals = actuals_of(kpis) if actuals is None else actuals
    return {kpi.pk: KpiSignals(breaks[kpi.pk], stretches_of(kpi, actuals, breaks, today)) for kpi in kpis}


def breaks_of(kpis):
    """{KPI id: [Break, …]} in order of time: each change of what it means after the first day, and each baseline."""
    ids = [kpi.pk for kpi in kpis]
    versions = DefinitionVersion.objects.filter(kpi__in=ids).order_by()
    baselines = Baseline.objects.filter(kpi__in=ids).order_by().annotate(**{name: Value("") for name in MEANING})
    told = versions.values_list("kpi", "pk", "effective_on", "reason", Value(False), *MEANING)
    rows = told.union(baselines.values_list("kpi", "pk", "starts_on", "reason", Value(True), *MEANING), all=True)
    meant, found = defaultdict(dict), defaultdict(list)
    for pk, _row, on, reason, is_baseline, *meaning in sorted(rows, key=itemgetter(2, 1)):
        if is_baseline:
            found[pk].append(Break(on, reason, is_baseline=True))
        else:
            meant[pk][on] = reason, meaning
    for pk, by_day in meant.items():
        found[pk] += changes_in(by_day)
    return defaultdict(list, {pk: sorted(breaks, key=attrgetter("on")) for pk, breaks in found.items()})


def changes_in(by_day):
    """A Break for each day at whose end a KPI means something else than before: {day: (reason, meaning)} in order."""
    for (_first, (_reason, before)), (on, (reason, after)) in pairwise(by_day.items()):
        if before != after:
            yield Break(on, reason)


def actuals_of(kpis):
    """{KPI id: {period key: Reading}} of all that is recorded, the period under way included, oldest first."""
    rows = Measurement.objects.filter(kpi__in=[kpi.pk for kpi in kpis], value__isnull=False).order_by("starts_on")
    found = defaultdict(dict)
    for pk, *reading in rows.values_list("kpi", "period", "ends_on", "value"):
        found[pk][reading[0]] = Reading(*reading)
    return found


def values_of(actuals):
    """{KPI id: {period key: value}} from what ``actuals_of`` gives."""
    return defaultdict(dict, {pk: {key: each.value for key, each in rows.items()} for pk, rows in actuals.items()})


def stretches_of(kpi, actuals, breaks, today):
    """What is over, without what was measured at another frequency, cut at the breaks."""
    key = KEYS[Frequency(kpi.frequency)]
    readings = [each for each in actuals[kpi.pk].values() if each.ends_on < today and key.fullmatch(each.period)]
    return stretches(readings, {each.on for each in breaks[kpi.pk]})


def stretches(readings, days):
    """Cut readings at the days: one Stretch more than there are days, some perhaps without a reading."""
    days = sorted(days)
    parts = [[] for _part in range(len(days) + 1)]
    for reading in readings:
        parts[bisect_right(days, reading.ends_on)].append(reading)
    return [Stretch(part) for part in parts]
