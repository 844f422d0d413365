"""What a formula gives in a period, from the actuals of the KPIs it names. Numbers in, numbers out: no database.

An input that is measured more often is first aggregated to the period by its own rule, and counts only where
every one of its periods has an actual.
"""

from dataclasses import dataclass
from decimal import Decimal

from common.numbers import NumberError, derived_number
from kpis.aggregation import aggregate
from kpis.formulas import DividedByZero
from kpis.periods import Frequency, finer


@dataclass(frozen=True)
class Gap:
    """An input that has actuals for only ``known`` of its ``periods`` periods."""

    kpi: object
    known: int
    periods: int


@dataclass(frozen=True)
class Outcome:
    """A value, or why there is none: ``gaps``, or a ``problem`` ("zero": a division by 0, "large": 16 digits)."""

    value: Decimal | None = None
    gaps: tuple = ()
    problem: str = ""


def compute(formula, inputs, values, period, start_month):
    """Return the Outcome in a period. ``inputs``: {code: KPI}, ``values``: {KPI id: {period key: actual}}."""
    amounts, gaps = {}, []
    for code, kpi in inputs.items():
        found = values_in(kpi, values, period, start_month)
        amounts[code] = aggregate(found, kpi.aggregation)
        if amounts[code] is None:
            gaps.append(Gap(kpi, sum(value is not None for value in found), len(found)))
    return Outcome(gaps=tuple(gaps)) if gaps else evaluated(formula, amounts)


def values_in(kpi, values, period, start_month):
    """The actuals of a KPI in all of its periods that belong to the given one, None where there is none."""
    known = values.get(kpi.pk, {})
    return [known.get(each.key) for each in finer(period, Frequency(kpi.frequency), start_month)]


def evaluated(formula, amounts):
    """The Outcome for {code: amount}, rounded as derived_number says."""
    try:
        return Outcome(derived_number(formula.evaluate(amounts)))
    except DividedByZero:
        return Outcome(problem="zero")
    except NumberError:
        return Outcome(problem="large")
