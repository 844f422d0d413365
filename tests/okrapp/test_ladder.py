"""When somebody is reminded: days in, steps out; and what must hold over weeks of any life."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.models import KeyResult
from goals.rhythm import rhythm_of
from notifications.domain.planner import plan_digests
from notifications.models import Delivery, MailPreference
from okrapp.mails.ladder import reminder_on, step_on
from okrapp.mails.reminder_planner import plan_reminders
from people.models import Company, DayOff
from people.working_days import is_working_day
from tests.factories import KeyResultFactory, UserFactory

TOKYO = ZoneInfo("Asia/Tokyo")
ONE_DAY = timedelta(days=1)


def employer(holidays="", days_off=()):
    company = Company(holidays=holidays)
    company.days_off_spans = list(days_off)
    return company


def ladder(company, due_on, length=28):
    """{step: the first and the last day on which it is reached}."""
    found = {}
    for number in range(length):
        day = due_on + timedelta(days=number)
        if step := step_on(company, due_on, day):
            found[step] = (found.get(step, (day,))[0], day)
    return found


@pytest.mark.parametrize(
    ("due_on", "company", "second", "fifth"),
    [
        (date(2026, 11, 13), employer(), date(2026, 11, 17), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 11), employer(), date(2026, 11, 13), date(2026, 11, 18)),  # a Wednesday
        (date(2026, 11, 14), employer(), date(2026, 11, 17), date(2026, 11, 20)),  # a Saturday
        (date(2026, 11, 20), employer("JP"), date(2026, 11, 25), date(2026, 11, 30)),  # Labour Thanksgiving Day
        (date(2026, 5, 1), employer("JP"), date(2026, 5, 8), date(2026, 5, 13)),  # Golden Week
        (
            date(2026, 12, 25),
            employer("JP", [(date(2026, 12, 29), date(2027, 1, 3))]),
            date(2027, 1, 4),
            date(2027, 1, 7),
        ),
    ],
)
def test_two_steps_counted_in_the_company_s_working_days(due_on, company, second, fifth):
    found = ladder(company, due_on)

    assert list(found) == ["+2", "+5"]
    assert (found["+2"][0], found["+5"][0]) == (second, fifth)
    assert found["+2"][1] < fifth


def test_the_latest_due_day_stands_for_all_others():
    friday, wednesday = date(2026, 11, 13), date(2026, 11, 11)

    assert reminder_on(employer(), [friday, wednesday], date(2026, 11, 17)) == (friday, "+2")
    assert reminder_on(employer(), [friday, wednesday], date(2026, 11, 16)) == (wednesday, "+2")
    assert reminder_on(employer(), [], date(2026, 11, 16)) is None


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
spans = st.lists(st.tuples(days, st.integers(0, 9)), max_size=4)


@given(due_on=days, holidays=st.sampled_from(["", "JP"]), offs=spans)
@settings(max_examples=300, deadline=None)
def test_each_step_is_reached_once_and_on_working_days_only(due_on, holidays, offs):
    company = employer(holidays, [(first, first + timedelta(days=more)) for first, more in offs])
    span = [due_on + number * ONE_DAY for number in range(60)]
    reached = [(step, day) for day in span if (step := step_on(company, due_on, day))]

    assert [step for step, _day in reached] == ["+2"] * 3 + ["+5"] * 3
    assert all(is_working_day(company, day) for _step, day in reached)


# Whole lives

FIRST = date(2026, 11, 2)


@pytest.mark.deep
@pytest.mark.django_db
@settings(max_examples=12, deadline=None)
@given(
    cadence=st.sampled_from(["weekly", "biweekly"]),
    due_weekday=st.integers(0, 6),
    digest_weekday=st.integers(0, 6),
    at=st.sampled_from([time(7), time(8, 30), time(16), time(22)]),
    holidays=st.sampled_from(["", "JP"]),
    off=st.tuples(st.integers(0, 30), st.integers(0, 5)),
    check_ins=st.sets(st.integers(0, 34), max_size=3),
    gaps=st.lists(st.sampled_from([6, 11, 13, 30]), min_size=1, max_size=5),
)
def test_whatever_happens_nobody_is_pestered(
    cadence, due_weekday, digest_weekday, at, holidays, off, check_ins, gaps
):
    with undone():
        owner, key_result = settle(cadence, due_weekday, holidays, off)
        MailPreference.objects.create(person=owner, at=at, weekday=digest_weekday)
        made = live(key_result, check_ins, gaps)

        mails = Delivery.objects.exclude(state=Delivery.State.SKIPPED).filter(person=owner)
        sent_on = [each.due_at.astimezone(TOKYO).date() for each in mails]
        assert len(sent_on) == len(set(sent_on))
        rhythm = rhythm_of(key_result.objective, owner.company)
        for each in mails.filter(kind=Delivery.Kind.REMINDER):
            due_on = date.fromisoformat(each.period[:10])
            period = rhythm.period(key_result.objective.cycle, key_result, due_on)
            assert not [day for day in made if period.start <= day < each.due_at.astimezone(TOKYO).date()]
            assert is_working_day(owner.company, each.due_at.astimezone(TOKYO).date())
        periods = [each.period[:10] for each in Delivery.objects.filter(kind=Delivery.Kind.REMINDER)]
        assert all(periods.count(period) <= 2 for period in periods)


@contextmanager
def undone():
    """Each example begins with the database of the test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def settle(cadence, due_weekday, holidays, off):
    owner = UserFactory(
        joined_at=datetime(2026, 9, 1, tzinfo=TOKYO),
        company__cadence=cadence,
        company__due_weekday=due_weekday,
        company__holidays=holidays,
    )
    begins = FIRST + timedelta(days=off[0])
    DayOff.objects.create(company=owner.company, name="Off", starts_on=begins, ends_on=begins + off[1] * ONE_DAY)
    return owner, KeyResultFactory(objective__owner=owner)


def live(key_result, check_ins, gaps):
    """Go through five weeks with planners running after such gaps of hours; return the days of check-ins made."""
    now, made, hours = datetime(2026, 11, 2, tzinfo=TOKYO), [], 0
    company = key_result.company
    while hours < 35 * 24:
        step = gaps[hours % len(gaps)]
        hours, now = hours + step, now + timedelta(hours=step)
        day = now.date()
        if (day - FIRST).days in check_ins and day not in made:
            period = rhythm_of(key_result.objective, company).period(key_result.objective.cycle, key_result, day)
            KeyResult.objects.filter(pk=key_result.pk).update(last_period=period.start, last_check_in_at=now)
            made.append(day)
        with time_machine.travel(now, tick=False):
            for planner in (plan_digests, plan_reminders, plan_reminders):
                planner(now)
            Delivery.objects.filter(state="queued", due_at__lte=now).update(state="sent", sent_at=now)
    return made
