"""Limits and signals of KPIs' actuals, and the days from which these are compared anew."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

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


def signals_of(kpis, today):
    """Return {KPI id: KpiSignals} by all actuals of ended periods, in three queries for any number of KPIs.

    ``today`` is a date in the company's zone. A period belongs to the stretch in which its last day lies, and what
    is recorded of the period under way counts nowhere yet. Whether the last ended period is a signal:
    ``signals_of(kpis, today)[kpi.pk].at(figure.period.key)``.
    """
    breaks = breaks_of(kpis)
    readings = readings_of(kpis, today)
    return {
        kpi.pk: KpiSignals(breaks[kpi.pk], stretches(readings[kpi.pk], {each.on for each in breaks[kpi.pk]}))
        for kpi in kpis
    }


def breaks_of(kpis):
    """{KPI id: [Break, …]} in order of time: each change of what it means after the first day, and each baseline."""
    found = defaultdict(list)
    for pk, versions in versions_by_day(kpis).items():
        changes = [later for earlier, later in pairwise(versions.items()) if earlier[1].meaning != later[1].meaning]
        found[pk] = [Break(on, version.reason) for on, version in changes]
    for pk, on, reason in Baseline.objects.filter(kpi__in=kpis).values_list("kpi", "starts_on", "reason"):
        found[pk].append(Break(on, reason, is_baseline=True))
    for breaks in found.values():
        breaks.sort(key=attrgetter("on"))
    return found


class Version(NamedTuple):
    reason: str
    meaning: list[str]


def versions_by_day(kpis):
    """{KPI id: {day: the Version that held at its end}}, the days in order."""
    found = defaultdict(dict)
    rows = DefinitionVersion.objects.filter(kpi__in=kpis)
    for pk, on, reason, *meaning in rows.values_list("kpi", "effective_on", "reason", *MEANING):
        found[pk][on] = Version(reason, meaning)
    return found


def readings_of(kpis, today):
    """{KPI id: [Reading, …]} oldest first; without those of another frequency that the KPI once had."""
    keys = {kpi.pk: KEYS[Frequency(kpi.frequency)] for kpi in kpis}
    rows = Measurement.objects.filter(kpi__in=kpis, value__isnull=False, ends_on__lt=today)
    found = defaultdict(list)
    for pk, *reading in rows.order_by("starts_on").values_list("kpi", "period", "ends_on", "value"):
        if keys[pk].fullmatch(reading[0]):
            found[pk].append(Reading(*reading))
    return found


def stretches(readings, days):
    """Cut readings at the days: one Stretch more than there are days, some perhaps without a reading."""
    days = sorted(days)
    parts = [[] for _part in range(len(days) + 1)]
    for reading in readings:
        parts[bisect_right(days, reading.ends_on)].append(reading)
    return [Stretch(part) for part in parts]
