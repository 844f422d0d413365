from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.periods import (
    Frequency,
    NotAPeriod,
    after,
    before,
    coarser,
    finer,
    last_ended,
    parse_key,
    period_at,
    run_up_to,
)

APRIL = 4
days = st.dates(date(2001, 1, 8), date(2098, 12, 25))
months = st.integers(1, 12)
frequencies = st.sampled_from(Frequency)
KEYS = {
    Frequency.DAY: "2026-11-21",
    Frequency.WEEK: "2026-W47",
    Frequency.MONTH: "2026-11",
    Frequency.QUARTER: "2026-Q3",
    Frequency.HALF: "2026-H2",
    Frequency.YEAR: "2026",
}


@pytest.mark.parametrize("frequency", Frequency)
def test_a_day_lies_in_the_period_with_its_key(frequency):
    period = period_at(date(2026, 11, 21), frequency, APRIL)

    assert period.key == KEYS[frequency]
    assert date(2026, 11, 21) in period


def test_a_fiscal_quarter_bears_the_year_in_which_its_year_starts():
    last = period_at(date(2027, 2, 1), Frequency.QUARTER, APRIL)

    assert (last.key, last.start, last.end) == ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("frequency", "key"),
    [
        (Frequency.DAY, "2026-02-29"),
        (Frequency.DAY, "2026-11"),
        (Frequency.WEEK, "2026-W54"),
        (Frequency.WEEK, "2025-W53"),
        (Frequency.MONTH, "2026-13"),
        (Frequency.MONTH, "2026-W47"),
        (Frequency.QUARTER, "2026-Q5"),
        (Frequency.QUARTER, "2026-Q0"),
        (Frequency.HALF, "2026-H3"),
        (Frequency.YEAR, "1999"),
        (Frequency.YEAR, "２０２６"),
        (Frequency.YEAR, "2026\n"),
    ],
)
def test_what_names_no_period_is_refused(frequency, key):
    with pytest.raises(NotAPeriod):
        parse_key(key, frequency, APRIL)


@given(day=days, frequency=frequencies, start_month=months)
def test_keys_can_be_read_back(day, frequency, start_month):
    period = period_at(day, frequency, start_month)

    assert day in period
    assert parse_key(period.key, frequency, start_month) == period


@given(day=days, frequency=frequencies, start_month=months)
def test_periods_follow_each_other_without_a_gap(day, frequency, start_month):
    period = period_at(day, frequency, start_month)

    assert after(period, start_month).start == period.end + timedelta(days=1)
    assert before(after(period, start_month), start_month) == period
    assert last_ended(day, frequency, start_month).end < day


@given(day=days, start_month=months, pair=st.tuples(frequencies, frequencies))
def test_every_finer_period_belongs_to_exactly_one_coarser(day, start_month, pair):
    small, large = sorted(pair, key=lambda frequency: frequency.rank)
    if (small, large) == (Frequency.DAY, Frequency.YEAR):
        large = Frequency.HALF  # as telling, and half as long
    period = period_at(day, small, start_month)
    home = coarser(period, large, start_month)

    parts = finer(home, small, start_month)
    assert period in parts
    assert finer(after(home, start_month), small, start_month)[0] == after(parts[-1], start_month)


def test_a_week_belongs_to_the_month_that_holds_its_thursday():
    week = parse_key("2026-W01", Frequency.WEEK, APRIL)

    assert week.start == date(2025, 12, 29)
    assert coarser(week, Frequency.MONTH, APRIL).key == "2026-01"


def test_a_row_of_periods_ends_with_the_given_one():
    november = parse_key("2026-11", Frequency.MONTH, APRIL)

    assert [period.key for period in run_up_to(november, APRIL, 3)] == ["2026-09", "2026-10", "2026-11"]
