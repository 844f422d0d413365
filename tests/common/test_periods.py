from datetime import UTC, date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import (
    Period,
    check_in_periods,
    cycle_name,
    due_at,
    fiscal_year,
    half_span,
    period_of,
    quarter_span,
    span_around,
    week_of_cycle,
    year_span,
)

TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY = 4

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
start_months = st.integers(1, 12)
cadences = st.sampled_from(["weekly", "biweekly"])
spans = st.builds(lambda start, length: (start, start + timedelta(days=length)), days, st.integers(0, 400))


def period(start, end):
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def lengths(starts_on, ends_on, cadence):
    span = period(starts_on, ends_on)
    return [part.days for part in check_in_periods(span.start, span.end, cadence)]


# Fiscal years


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        ("2026-04-01", 4, 2026),
        ("2027-03-31", 4, 2026),
        ("2026-03-31", 4, 2025),
        ("2026-01-01", 1, 2026),
        ("2026-12-31", 1, 2026),
        ("2026-11-30", 12, 2025),
        ("2026-12-01", 12, 2026),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_starts_in(day, start_month, year):
    assert fiscal_year(date.fromisoformat(day), start_month) == year


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (year_span(2026, 4), period("2026-04-01", "2027-03-31")),
        (year_span(2026, 1), period("2026-01-01", "2026-12-31")),
        (half_span(2026, 1, 4), period("2026-04-01", "2026-09-30")),
        (half_span(2026, 2, 4), period("2026-10-01", "2027-03-31")),
        (quarter_span(2026, 1, 4), period("2026-04-01", "2026-06-30")),
        (quarter_span(2026, 3, 4), period("2026-10-01", "2026-12-31")),
        (quarter_span(2026, 4, 4), period("2027-01-01", "2027-03-31")),
        (quarter_span(2027, 1, 12), period("2027-12-01", "2028-02-29")),
        (quarter_span(2026, 4, 12), period("2027-09-01", "2027-11-30")),
    ],
)
def test_parts_of_a_fiscal_year(span, expected):
    assert span == expected


@pytest.mark.parametrize(("part", "number"), [(quarter_span, 0), (quarter_span, 5), (half_span, 3)])
def test_parts_that_no_year_has_are_refused(part, number):
    with pytest.raises(ValueError, match="no"):
        part(2026, number, 4)


@given(days, start_months)
def test_each_day_is_in_one_quarter_of_its_fiscal_year(day, start_month):
    year = fiscal_year(day, start_month)
    quarters = [quarter_span(year, number, start_month) for number in (1, 2, 3, 4)]

    assert sum(day in quarter for quarter in quarters) == 1
    assert day in year_span(year, start_month)


@given(st.integers(2000, 2060), start_months)
def test_quarters_tile_halves_and_halves_tile_the_year(year, start_month):
    first, second, third, fourth = (quarter_span(year, number, start_month) for number in (1, 2, 3, 4))
    halves = [half_span(year, number, start_month) for number in (1, 2)]

    assert halves == [Period(first.start, second.end), Period(third.start, fourth.end)]
    assert year_span(year, start_month) == Period(first.start, fourth.end)
    assert year_span(year + 1, start_month).start - fourth.end == timedelta(days=1)


# Names of cycles


@pytest.mark.parametrize(
    ("kind", "start", "start_month", "japanese", "english"),
    [
        ("quarter", "2026-10-01", 4, "2026年度 第3四半期", "FY2026 Q3"),
        ("quarter", "2027-01-01", 4, "2026年度 第4四半期", "FY2026 Q4"),
        ("quarter", "2026-01-01", 1, "2026年度 第1四半期", "FY2026 Q1"),
        ("half", "2026-04-01", 4, "2026年度 上期", "FY2026 H1"),
        ("half", "2026-10-01", 4, "2026年度 下期", "FY2026 H2"),
        ("year", "2026-04-01", 4, "2026年度", "FY2026"),
        ("quarter", "2026-11-01", 11, "2026年度 第1四半期", "FY2026 Q1"),
        ("half", "2026-05-01", 11, "2025年度 下期", "FY2025 H2"),
    ],
)
def test_cycles_are_named_after_the_fiscal_year(kind, start, start_month, japanese, english):
    start = date.fromisoformat(start)

    assert cycle_name(kind, start, start_month, "ja") == japanese
    assert cycle_name(kind, start, start_month, "en") == english


def test_a_regional_language_reads_like_its_main_one():
    assert cycle_name("half", date(2026, 4, 1), 4, "ja-jp") == "2026年度 上期"
    assert cycle_name("half", date(2026, 4, 1), 4, "en-gb") == "FY2026 H1"


def test_a_custom_cycle_has_no_name_of_ours():
    with pytest.raises(KeyError):
        cycle_name("custom", date(2026, 4, 1), 4, "en")


@given(days, start_months, st.sampled_from(["quarter", "half", "year"]), st.sampled_from(["ja", "en"]))
def test_a_cycle_has_one_name_from_its_first_day_to_its_last(day, start_month, kind, language):
    name = cycle_name(kind, day, start_month, language)
    span = span_around(kind, day, start_month)

    assert day in span
    assert cycle_name(kind, span.start, start_month, language) == name
    assert cycle_name(kind, span.end, start_month, language) == name


# Check-in periods


@given(spans, cadences)
def test_periods_tile_their_span(span, cadence):
    periods = check_in_periods(*span, cadence)

    assert periods[0].start == span[0]
    assert periods[-1].end == span[1]
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(periods))


@given(spans, cadences, st.data())
def test_each_day_is_in_exactly_one_period(span, cadence, data):
    day = data.draw(st.dates(*span))
    holding = [part for part in check_in_periods(*span, cadence) if day in part]

    assert holding == [period_of(day, *span, cadence)]


@given(spans)
def test_only_a_span_of_under_four_days_has_a_period_that_short(span):
    periods = check_in_periods(*span, "weekly")

    assert len(periods) == 1 or all(4 <= part.days <= 13 for part in periods)
    assert all(part.days == 7 for part in periods[1:-1])


@given(spans)
def test_periods_change_on_mondays(span):
    assert all(part.start.weekday() == 0 for part in check_in_periods(*span, "weekly")[1:])


@given(spans)
def test_biweekly_periods_are_pairs_of_weekly_ones(span):
    weekly = check_in_periods(*span, "weekly")
    biweekly = check_in_periods(*span, "biweekly")

    assert [part.start for part in biweekly] == [part.start for part in weekly[::2]]
    assert len(biweekly) == (len(weekly) + 1) // 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        ("2026-11-16", "2026-11-16", [1]),  # one day
        ("2026-11-16", "2026-11-18", [3]),  # three days
        ("2026-11-14", "2026-11-17", [4]),  # two short parts become one
        ("2026-11-16", "2026-11-22", [7]),  # one ISO week
        ("2026-11-12", "2026-11-22", [4, 7]),  # a first part of four days stands
        ("2026-11-13", "2026-11-22", [10]),  # one of three joins
        ("2026-11-16", "2026-11-26", [7, 4]),  # a last part of four days stands
        ("2026-11-16", "2026-11-25", [10]),  # one of three joins
        ("2026-11-13", "2026-11-25", [13]),  # both ends join the only week
        ("2026-11-13", "2026-12-02", [10, 10]),
        ("2026-10-01", "2026-12-31", [4, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 4]),
    ],
)
def test_short_ends_join_their_neighbour(starts_on, ends_on, expected):
    assert lengths(starts_on, ends_on, "weekly") == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        ("2026-11-16", "2026-11-17", [2]),
        ("2026-11-16", "2026-11-29", [14]),
        ("2026-11-16", "2026-12-06", [14, 7]),
        ("2026-11-13", "2026-12-06", [17, 7]),
        ("2026-11-16", "2026-12-02", [17]),
        ("2026-10-01", "2026-12-31", [11, 14, 14, 14, 14, 14, 11]),
    ],
)
def test_biweekly_counts_from_the_first_period(starts_on, ends_on, expected):
    assert lengths(starts_on, ends_on, "biweekly") == expected


def test_a_period_across_new_year_is_one_iso_week():
    assert period_of(date(2027, 1, 1), date(2026, 10, 1), date(2027, 3, 31), "weekly") == period(
        "2026-12-28", "2027-01-03"
    )


@pytest.mark.parametrize("day", ["2026-09-30", "2027-01-01"])
def test_a_day_outside_the_span_is_in_no_period(day):
    assert period_of(date.fromisoformat(day), date(2026, 10, 1), date(2026, 12, 31), "weekly") is None


def test_a_span_that_ends_before_it_starts_has_no_periods():
    assert check_in_periods(date(2026, 10, 2), date(2026, 10, 1), "weekly") == []


def test_a_list_of_periods_is_the_caller_s_own():
    span = date(2026, 10, 1), date(2026, 12, 31), "weekly"
    check_in_periods(*span).clear()

    assert len(check_in_periods(*span)) == 14


def test_an_unknown_cadence_is_refused():
    with pytest.raises(KeyError):
        check_in_periods(date(2026, 10, 1), date(2026, 12, 31), "monthly")


# Due


@pytest.mark.parametrize(
    ("start", "end", "due_on"),
    [
        ("2026-11-16", "2026-11-22", "2026-11-20"),  # the Friday of the week
        ("2026-11-16", "2026-11-29", "2026-11-27"),  # of two Fridays the last
        ("2026-10-02", "2026-10-11", "2026-10-09"),  # of two in a long first part, too
        ("2026-12-28", "2026-12-31", "2026-12-31"),  # no Friday: the last day
        ("2026-11-20", "2026-11-20", "2026-11-20"),
    ],
)
def test_due_is_the_last_such_weekday_in_the_period(start, end, due_on):
    due = due_at(period(start, end), FRIDAY, 17, TOKYO)

    assert due.isoformat() == f"{due_on}T17:00:00+09:00"


def test_due_follows_the_clocks_of_the_zone():
    berlin = ZoneInfo("Europe/Berlin")
    summer = due_at(period("2026-10-19", "2026-10-25"), FRIDAY, 17, berlin)
    winter = due_at(period("2026-10-26", "2026-11-01"), FRIDAY, 17, berlin)

    assert summer.astimezone(UTC).hour == 15
    assert winter.astimezone(UTC).hour == 16


@given(spans, cadences, st.integers(0, 6), st.integers(0, 23))
def test_due_lies_inside_its_period(span, cadence, weekday, hour):
    for part in check_in_periods(*span, cadence):
        due = due_at(part, weekday, hour, TOKYO)
        assert due.date() in part
        assert due.date().weekday() == weekday or due.date() == part.end
        assert due.hour == hour


# Weeks of a cycle


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-10-01", 1),
        ("2026-10-07", 1),
        ("2026-10-08", 2),
        ("2026-11-21", 8),
        ("2026-12-31", 14),
        ("2026-09-30", 0),
    ],
)
def test_weeks_of_a_cycle_are_blocks_of_seven_days(day, week):
    assert week_of_cycle(date.fromisoformat(day), date(2026, 10, 1)) == week
