"""What a person has to record: their KPIs, and the periods that a sheet shows of them."""

from kpis import rules
from kpis.models import Measurement
from kpis.periods import Frequency, period_at, run_up_to
from kpis.queries.figures import by_kpi
from kpis.queries.scorecard import visible_kpis

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


def actuals_since(kpis, day):
    """{KPI id: {period key: value}} of the periods that began on the day or later."""
    rows = by_kpi(Measurement.objects.filter(kpi__in=[kpi.pk for kpi in kpis], starts_on__gte=day))
    return {pk: {key: row.value for key, row in found.items()} for pk, found in rows.items()}
