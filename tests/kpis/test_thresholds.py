import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.thresholds import (
    JUST_MISSED,
    ONE,
    Direction,
    State,
    Target,
    attainment,
    difference,
    ratio,
    shown_percent,
    state,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "kpi.csv"
values = st.decimals(-(10**9), 10**9, places=6)
one_sided = st.builds(Target, direction=st.sampled_from([Direction.HIGHER, Direction.LOWER]), value=values)
bounds = st.tuples(values, values).map(sorted)
ranges = bounds.map(lambda pair: Target(Direction.RANGE, low=pair[0], high=pair[1]))


def worked_cases():
    with GOLDEN.open(encoding="utf-8") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def number(text):
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", worked_cases())
def test_a_period_is_as_worked_by_hand(row):
    target = Target(Direction(row["direction"]), number(row["target"]), number(row["low"]), number(row["high"]))
    actual = Decimal(row["actual"])

    assert difference(target, actual) == number(row["difference"])
    assert ratio(target, actual) == number(row["ratio"])
    assert attainment(target, actual) == number(row["attainment"])
    assert state(target, actual, warn_from=Decimal(row["warn"])) == row["state"]


def test_without_a_value_it_is_late_only_once_its_time_is_over():
    target = Target(Direction.HIGHER, Decimal(10))

    assert [state(target, None), state(target, None, is_late=True)] == [State.NO_DATA, State.LATE]


@pytest.mark.parametrize("target", [Target(Direction.LOWER), Target(Direction.RANGE, low=Decimal(1))])
def test_without_a_target_nothing_is_judged(target):
    assert state(target, Decimal(5)) == State.NO_TARGET
    assert attainment(target, Decimal(5)) is None


@given(target=one_sided | ranges, actual=values)
def test_good_and_an_attainment_of_one_say_the_same(target, actual):
    share = attainment(target, actual)

    if share is not None:
        assert (share >= ONE) == (state(target, actual) == State.GOOD) == target.is_met_by(actual)
        assert share >= 0


@given(target=one_sided, actual=values, step=st.decimals("0.000001", 1000, places=6))
def test_a_better_value_never_attains_less(target, actual, step):
    better = actual + step if target.direction == Direction.HIGHER else actual - step
    before, after = attainment(target, actual), attainment(target, better)

    assert before is None or before <= after


def test_a_percentage_is_cut_and_never_rounded_up_to_all_of_it():
    assert [str(shown_percent(share)) for share in (JUST_MISSED, ONE, Decimal("0.9159"))] == ["99.9", "100.0", "91.5"]
