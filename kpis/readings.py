"""What the actuals of a KPI say about a key result within its dates. Numbers in, numbers out: no database."""

from common.numbers import NumberError, derived_number
from goals.feeding import Reading
from goals.progress import OutOfRange
from kpis.aggregation import aggregate
from kpis.periods import Frequency


def latest_readings(actuals, first, last):
    """One reading per actual, given as (KpiPeriod, value) oldest first, whose period ends within the dates."""
    return [Reading(period.end, value) for period, value in actuals if first <= period.end <= last]


def readings_to_date(actuals, rule, first, last):
    """For each period within the dates what it and those before it come to by the KPI's aggregation.

    Periods without an actual are passed over: they are still to come, or were missed. Rounded as derived_number
    says; raises OutOfRange beyond what it takes.
    """
    inside = [(period, value) for period, value in actuals if lies_within(period, first, last)]
    values = [value for _period, value in inside]
    return [
        Reading(period.end, in_range(aggregate(values[:count], rule)))
        for count, (period, _value) in enumerate(inside, start=1)
    ]


def in_range(value):
    try:
        return derived_number(value)
    except NumberError as error:
        raise OutOfRange from error


def lies_within(period, first, last):
    """A week lies where its Thursday does, so that a quarter has the same weeks here as in every other figure."""
    if period.frequency == Frequency.WEEK:
        return first <= period.anchor <= last
    return first <= period.start and period.end <= last
