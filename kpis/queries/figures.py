"""How KPIs stand: their last ended period against its target, and the periods that led there."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kpis import thresholds
from kpis.models import Kpi, Measurement, Target
from kpis.periods import Frequency, KpiPeriod, last_ended, period_at, run_up_to

PERIODS_SHOWN = 12


@dataclass(frozen=True)
class Figure:
    """One KPI in one period."""

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


def figures_of(kpis, today, *, count=PERIODS_SHOWN, with_running=False, actuals=None):
    """Return {kpi id: [Figure, …]} for the last ``count`` ended periods of each, oldest first, in two queries.

    ``today`` is a date in the company's zone; the KPIs need their company loaded. ``with_running`` adds the
    period that is under way; ``actuals``, {kpi id: {period key: anything with a value}}, saves one of the queries.
    """
    runs = {kpi.pk: periods_of(kpi, today, count) for kpi in kpis}
    if with_running:
        runs = {kpi.pk: [*runs[kpi.pk], running_period(kpi, today)] for kpi in kpis}
    if not runs:
        return {}
    since = min(run[0].start for run in runs.values())
    if actuals is None:
        actuals = by_kpi(Measurement.objects.filter(kpi__in=runs, starts_on__gte=since))
    targets = by_kpi(Target.objects.filter(kpi__in=runs, starts_on__gte=since))
    return {
        kpi.pk: [figure(kpi, period, today, actuals[kpi.pk], targets[kpi.pk]) for period in runs[kpi.pk]]
        for kpi in kpis
    }


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
    measurement = actuals.get(period.key)
    return Figure(
        kpi=kpi,
        period=period,
        target=kpi.target_of(targets.get(period.key)),
        actual=measurement.value if measurement else None,
        is_late=period.is_late(today, kpi.days_of_grace),
    )
