"""When a week's digest is due, in every zone and calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from notifications.domain.digest_groups import Group
from notifications.domain.weeks import Week, digest_day, moment, week_of
from notifications.models.preference import DEFAULT_AT
from people.models import Company
from people.working_days import is_holiday

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
ZONES = sorted(name for name in available_timezones() if "/" in name)
FIRST_MONDAY = date(2026, 1, 5)
SPANS = st.lists(st.tuples(st.integers(0, 750), st.integers(0, 20)), max_size=6)


def company(holidays="JP", spans=()):
    found = Company(name="C", holidays=holidays)
    found.days_off_spans = list(spans)
    return found


@pytest.mark.parametrize(
    ("monday", "weekday", "spans", "day"),
    [
        (date(2026, 11, 16), MONDAY, [], date(2026, 11, 16)),
        (date(2026, 11, 23), MONDAY, [], date(2026, 11, 24)),  # Labour Thanksgiving Day
        (date(2026, 9, 21), MONDAY, [], date(2026, 9, 24)),  # three holidays in a row
        (date(2026, 2, 9), SUNDAY, [], date(2026, 2, 15)),  # an ordinary Sunday, as chosen
        (date(2026, 3, 16), FRIDAY, [], date(2026, 3, 19)),  # nothing after it: the day before
        (date(2026, 11, 16), SATURDAY, [(date(2026, 11, 20), date(2026, 11, 22))], date(2026, 11, 19)),
        (date(2026, 12, 28), MONDAY, [(date(2026, 12, 28), date(2027, 1, 3))], None),
    ],
)
def test_the_digest_comes_on(monday, weekday, spans, day):
    assert digest_day(Week(monday), weekday, company(spans=spans)) == day


def test_a_company_without_holidays_keeps_to_the_day():
    assert digest_day(Week(date(2026, 11, 23)), MONDAY, company(holidays="")) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # 03:30
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Europe/London", date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30
        ("Europe/London", date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),  # 02:30
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 30), datetime(2026, 4, 4, 14, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2026, 11, 16), time(8, 30), datetime(2026, 11, 16, 2, 45, tzinfo=UTC)),
    ],
)
def test_the_clocks_change(zone, day, at, instant):
    assert moment(day, at, ZoneInfo(zone)) == instant


@pytest.mark.parametrize(
    ("monday", "key"),
    [(date(2026, 11, 16), "2026-W47"), (date(2026, 12, 28), "2026-W53"), (date(2027, 1, 4), "2027-W01")],
)
def test_a_week_is_named_as_iso_8601_does(monday, key):
    assert Week(monday).key == key


def test_around_midnight_the_week_depends_on_the_zone():
    midnight = datetime(2026, 11, 15, 15, tzinfo=UTC)  # Monday has just begun in Tokyo

    assert week_of(midnight, ZoneInfo("Asia/Tokyo")).key == "2026-W47"
    assert week_of(midnight, ZoneInfo("America/New_York")).key == "2026-W46"


def check_two_years(zone, weekday, at, holidays, spans):
    """Each week has one moment, within the week and on a day that is off for nobody, or none for a reason."""
    days = [
        (FIRST_MONDAY + timedelta(days=first), FIRST_MONDAY + timedelta(days=first + more)) for first, more in spans
    ]
    employer, zone = company(holidays, days), ZoneInfo(zone)
    for number in range(104):
        week = Week(FIRST_MONDAY + timedelta(weeks=number))
        group = Group(employer, zone, weekday, at, week)
        local = group.due_at.astimezone(zone)
        assert week_of(group.due_at, zone) == week
        assert group.due_at < group.expires_at
        assert all(is_holiday(employer, day) for day in week.days[:5]) or not is_holiday(employer, local.date())
        if at == DEFAULT_AT:
            assert time(8) <= local.time() <= time(18)


anything = given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    at=st.sampled_from([DEFAULT_AT, *(time(hour, minute) for hour in range(24) for minute in (0, 30))]),
    holidays=st.sampled_from(["", "JP"]),
    spans=SPANS,
)


@hypothesis_settings(max_examples=15)
@anything
def test_every_week_has_one_moment(zone, weekday, at, holidays, spans):
    check_two_years(zone, weekday, at, holidays, spans)


@pytest.mark.deep
@hypothesis_settings(max_examples=5000)
@anything
def test_every_week_has_one_moment_for_ten_thousand_person_years(zone, weekday, at, holidays, spans):
    check_two_years(zone, weekday, at, holidays, spans)
