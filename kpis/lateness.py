"""When an actual is late. Days are dates in the company's zone; no database."""

from datetime import timedelta

from kpis.periods import Frequency, after, before, last_ended


def last_due(kpi, today):
    """The latest period that is over by more than the KPI's days of grace."""
    day = today - timedelta(days=kpi.days_of_grace)
    return last_ended(day, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month)


def is_late(kpi, period, today, actuals):
    """Whether an ended period has no actual after its days of grace, and did not end before the KPI was created.

    Where the grace outlasts the next period, that would come when nobody looks at it any more: there it is late as
    soon as neither it nor any before it, back to the latest that is due, has an actual. ``actuals``: {period key:
    value or None}, from ``last_due`` on.
    """
    if period.end >= today or actuals.get(period.key) is not None:
        return False
    owed = min(period, last_due(kpi, today))
    if owed < period and kpi.days_of_grace <= longest_wait(kpi, period):
        return False
    while actuals.get(period.key) is None and period > owed:
        period = before(period, kpi.company.fiscal_year_start_month)
    return actuals.get(period.key) is None and owed.end >= kpi.company.day_of(kpi.created_at)


def longest_wait(kpi, period):
    """For how many days after its end the period is the last that has ended."""
    following = after(period, kpi.company.fiscal_year_start_month)
    return (following.end - following.start).days


def late_since(kpi, period, today):
    """The day from which the missing actual of a period is late, ``today`` where that is sooner."""
    return min(period.end + timedelta(days=kpi.days_of_grace + 1), today)
