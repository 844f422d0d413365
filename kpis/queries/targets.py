"""The periods whose targets are set by hand, and what they ask for now."""

from kpis.models import Target
from kpis.periods import after
from kpis.queries.figures import periods_of, running_period

LAST, COMING = 3, 12


def periods_to_set(kpi, today):
    """The last few periods, the one under way and the coming ones, in order of time."""
    start_month = kpi.company.fiscal_year_start_month
    periods = [*periods_of(kpi, today, LAST), running_period(kpi, today)]
    for _step in range(COMING):
        periods.append(after(periods[-1], start_month))
    return periods


def targets_of(kpi, periods):
    """{period key: Target} of those periods that have one of their own."""
    rows = Target.objects.filter(kpi=kpi, period__in=[period.key for period in periods])
    return {row.period: row for row in rows}
