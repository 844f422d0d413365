"""What a person has to record: their KPIs, and the periods that a sheet shows of them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from kpis import rules
from kpis.lateness import is_late, last_due
from kpis.models import Kpi, Measurement
from kpis.periods import Frequency, KpiPeriod, last_ended, period_at, run_up_to
from kpis.queries.figures import actuals_since
from kpis.queries.scorecard import share_company, visible_kpis

ENDED_SHOWN = 6


def recordable_kpis(user):
    """The active KPIs whose actuals the person may enter, the most frequent first, then by name."""
    kpis = [kpi for kpi in visible_kpis(user) if rules.record(user, kpi)]
    return sorted(kpis, key=lambda kpi: (Frequency(kpi.frequency).rank, kpi.name, kpi.pk))


def sheet_periods(company, day):
    """{frequency: the periods of a sheet}: those that ended last, oldest first, and the one that holds the day."""
    start_month = company.fiscal_year_start_month
    return {
        frequency: run_up_to(period_at(day, frequency, start_month), start_month, ENDED_SHOWN + 1)
        for frequency in Frequency
    }


@dataclass(frozen=True)
class DueActual:
    """A KPI whose last ended period has no actual yet."""

    kpi: Kpi
    period: KpiPeriod
    is_late: bool


def due_actuals(user):
    """What the person's own KPIs wait for, the late ones first, in two queries. What is computed comes by itself."""
    return due_actuals_of([user], user.company.today())


def due_actuals_of(people, today):
    """The same of several people of one company, on its day ``today``."""
    start_month = people[0].company.fiscal_year_start_month
    ended = {frequency: last_ended(today, frequency, start_month) for frequency in Frequency}
    recorded = Measurement.objects.filter(at_any(ended), kpi=OuterRef("pk"), value__isnull=False)
    kpis = Kpi.objects.active().filter(~Exists(recorded), owner__in=people, formula="")
    kpis = [share_company(people[0], kpi) for kpi in kpis]
    since = min((last_due(kpi, today).start for kpi in kpis), default=today)
    actuals = actuals_since([kpi.pk for kpi in kpis], since)
    found = [due_actual(kpi, ended[kpi.frequency], today, actuals[kpi.pk]) for kpi in kpis]
    return sorted(found, key=lambda due: (not due.is_late, Frequency(due.kpi.frequency).rank, due.kpi.name))


def at_any(ended):
    """The condition that a measurement is that of the period which its KPI's frequency asks for."""
    condition = Q()
    for frequency, period in ended.items():
        condition |= Q(kpi__frequency=frequency, period=period.key)
    return condition


def due_actual(kpi, period, today, actuals):
    return DueActual(kpi, period, is_late(kpi, period, today, actuals))
