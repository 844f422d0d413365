"""How KPIs stand: their last ended period against its target, and the periods that led there."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from kpis import thresholds
from kpis.lateness import is_late, last_due
from kpis.models import Kpi, Measurement, Target
from kpis.periods import Frequency, KpiPeriod, last_ended, period_at, run_up_to

PERIODS_SHOWN = 12


@dataclass(frozen=True)
class Figure:
    """One KPI in one period; ``is_late`` as the module lateness says."""

    kpi: Kpi
    period: KpiPeriod
    target: thresholds.Target
    actual: Decimal | None
    is_late: bool

    @cached_property
    def difference(self):
        return thresholds.difference(self.target, self.actual)

    @cached_property
    def ratio(self):
        return thresholds.ratio(self.target, self.actual)

    @cached_property
    def attainment(self):
        return thresholds.attainment(self.target, self.actual)

    @cached_property
    def state(self):
        return thresholds.state(self.target, self.actual, warn_from=self.kpi.warn_from, is_late=self.is_late)


@dataclass(frozen=True)
class Standing:
    """One KPI at its last ended period, with the actuals that led there, oldest first, None where there is none."""

    last: Figure
    actuals: list


def figures_of(kpis, today, *, count=PERIODS_SHOWN, with_running=False, actuals=None):
    """Return {kpi id: [Figure, …]} for the last ``count`` ended periods of each, oldest first, in two queries.

    ``today`` is a date in the company's zone; the KPIs need their company loaded. ``with_running`` adds the
    period that is under way; ``actuals``, {kpi id: {period key: value}}, saves one of the queries.
    """
    runs = runs_of(kpis, today, count)
    if with_running:
        runs = {kpi.pk: [*runs[kpi.pk], running_period(kpi, today)] for kpi in kpis}
    if not runs:
        return {}
    since = min(run[0].start for run in runs.values())
    if actuals is None:
        actuals = actuals_since(runs, min(since, *(last_due(kpi, today).start for kpi in kpis)))
    targets = targets_since(runs, since)
    return {
        kpi.pk: [figure(kpi, period, today, actuals[kpi.pk], targets[kpi.pk]) for period in runs[kpi.pk]]
        for kpi in kpis
    }


def standings_of(kpis, today, actuals):
    """Return {kpi id: Standing} at the last ended period of each, in one query: figures_of for hundreds of rows.

    ``actuals`` are {kpi id: {period key: value}}.
    """
    runs = runs_of(kpis, today, PERIODS_SHOWN)
    if not runs:
        return {}
    targets = targets_since(runs, min(run[-1].start for run in runs.values()))
    return {
        kpi.pk: Standing(
            figure(kpi, runs[kpi.pk][-1], today, actuals[kpi.pk], targets[kpi.pk]),
            [actuals[kpi.pk].get(period.key) for period in runs[kpi.pk]],
        )
        for kpi in kpis
    }


def runs_of(kpis, today, count):
    """{kpi id: its last ``count`` ended periods, oldest first}; KPIs of one rhythm share one list."""

    @cache
    def run(frequency, start_month):
        return run_up_to(last_ended(today, frequency, start_month), start_month, count)

    return {kpi.pk: run(Frequency(kpi.frequency), kpi.company.fiscal_year_start_month) for kpi in kpis}


def actuals_since(kpi_ids, day):
    """{kpi id: {period key: actual}} of the periods that began on the day or later."""
    rows = Measurement.objects.filter(kpi__in=kpi_ids, starts_on__gte=day)
    found = defaultdict(dict)
    for pk, key, value in rows.values_list("kpi_id", "period", "value"):
        found[pk][key] = value
    return found


def targets_since(kpi_ids, day):
    """{kpi id: {period key: row with target, low and high}} of the periods that began on the day or later."""
    rows = Target.objects.filter(kpi__in=kpi_ids, starts_on__gte=day)
    return by_kpi(rows.values_list("kpi_id", "period", "target", "low", "high", named=True))


def periods_of(kpi, today, count):
    """The last ``count`` ended periods of the KPI, oldest first."""
    start_month = kpi.company.fiscal_year_start_month
    return run_up_to(last_ended(today, Frequency(kpi.frequency), start_month), start_month, count)


def running_period(kpi, today):
    """The period of the KPI that is under way on the day."""
    return period_at(today, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month)


def by_kpi(rows):
    """{kpi id: {period key: row}}."""
    found = defaultdict(dict)
    for row in rows:
        found[row.kpi_id][row.period] = row
    return found


def figure(kpi, period, today, actuals, targets):
    actual = actuals.get(period.key)
    return Figure(
        kpi=kpi,
        period=period,
        target=kpi.target_of(targets.get(period.key)),
        actual=actual,
        is_late=is_late(kpi, period, today, actuals),
    )
