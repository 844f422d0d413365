from decimal import Decimal

import pytest

from kpis.aggregation import Aggregation, aggregate


@pytest.mark.parametrize(("rule", "expected"), [("sum", "10.1"), ("mean", "3.366667"), ("last", "4.1")])
def test_finer_values_make_one(rule, expected):
    values = [Decimal("1"), Decimal("5"), Decimal("4.1")]

    assert aggregate(values, Aggregation(rule)) == Decimal(expected)


@pytest.mark.parametrize("rule", Aggregation)
@pytest.mark.parametrize("values", [[], [Decimal(1), None], [None, Decimal(1)]])
def test_a_gap_leaves_no_value(rule, values):
    assert aggregate(values, rule) is None


def test_large_sums_lose_nothing():
    assert aggregate([Decimal("123456789012345.000001")] * 3, Aggregation.SUM) == Decimal("370370367037035.000003")
