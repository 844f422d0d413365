"""One digest row per person and ISO week: never two, and none missing without a reason."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from notifications.domain.planner import awaiting_digest, owed_digests, plan_digests
from notifications.domain.preferences import change_preference
from notifications.models import Delivery
from people.models import DayOff, User
from tests.factories import CompanyFactory, UserFactory
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
JOINED = datetime(2026, 4, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 30, tzinfo=TOKYO)  # the digest of 2026-W47 is due
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def reader(**fields):
    return UserFactory(**{"joined_at": JOINED, "company__holidays": "JP"} | fields)


def rows(person, period="2026-W47"):
    """State, reason, day and local sending time of the person's digests of the week."""
    found = Delivery.objects.filter(person=person, kind="digest", period=period)
    return [(each.state, each.reason, each.day, each.due_at.astimezone(person.zone)) for each in found]


def test_the_digest_is_planned_when_it_is_due_and_once():
    person = reader()

    plan_digests(MONDAY - A_MINUTE)
    assert rows(person) == []

    for minute in range(3):
        plan_digests(MONDAY + minute * A_MINUTE)

    assert rows(person) == [("queued", "", MONDAY.date(), MONDAY)]
    planned = Delivery.objects.get(person=person, period="2026-W47")
    assert planned.expires_at == datetime(2026, 11, 23, tzinfo=TOKYO)
    assert planned.company == person.company


@pytest.mark.parametrize(
    "fields",
    [
        {"is_active": False},
        {"joined_at": None},
        {"email": None, "unclaimed_email": "a@example.com"},
        {"company__setup_step": "people"},
    ],
)
def test_nobody_else_is_written_to(fields):
    reader(**fields)

    plan_digests(MONDAY)

    assert not Delivery.objects.exists()


def test_day_and_time_are_the_person_s_own():
    person = reader(time_zone="Asia/Kathmandu")
    change_preference(person, weekday=2, at=time(17, 30))
    due = datetime(2026, 11, 18, 11, 45, tzinfo=UTC)

    plan_digests(due - A_MINUTE)
    plan_digests(due)

    assert rows(person) == [("queued", "", date(2026, 11, 18), due)]


def test_who_stopped_the_digest_gets_a_row_that_says_so():
    person = reader()
    change_preference(person, digest=False)

    plan_digests(MONDAY)

    assert rows(person) == [("skipped", "unsubscribed", None, MONDAY)]


def test_a_holiday_moves_the_digest_to_the_next_working_day():
    person, thanksgiving = reader(), MONDAY + timedelta(days=7)

    plan_digests(thanksgiving)
    assert rows(person, "2026-W48") == []

    plan_digests(thanksgiving + A_DAY)
    assert rows(person, "2026-W48") == [("queued", "", date(2026, 11, 24), thanksgiving + A_DAY)]


def test_a_week_without_a_working_day_is_skipped():
    person = reader()
    DayOff.objects.create(
        company=person.company, name="夏季休業", starts_on=date(2026, 11, 14), ends_on=date(2026, 11, 22)
    )

    plan_digests(MONDAY)

    assert rows(person) == [("skipped", "holiday", None, MONDAY)]


def test_who_joins_after_it_was_due_waits_for_the_next_week():
    person = reader(joined_at=MONDAY + AN_HOUR)

    plan_digests(MONDAY + 2 * AN_HOUR)

    assert [row[:2] for row in rows(person)] == [("skipped", "late")]
    assert rows(person, "2026-W46") == []


def test_after_three_days_without_planning_everybody_gets_this_week_s_by_day():
    person = reader()
    plan_digests(MONDAY - timedelta(days=7))

    plan_digests(MONDAY + timedelta(days=2, hours=14))  # Wednesday, 22:30

    assert rows(person) == [("queued", "", date(2026, 11, 19), datetime(2026, 11, 19, 8, tzinfo=TOKYO))]
    assert rows(person, "2026-W46")[0][0] == "queued"


def test_a_week_without_planning_is_explained_and_not_sent():
    person, sunday = reader(), datetime(2026, 11, 15, 23, 59, tzinfo=TOKYO)

    plan_digests(sunday - timedelta(days=7))
    newcomer = reader()
    plan_digests(MONDAY - AN_HOUR)

    assert [row[:2] for row in rows(person, "2026-W45")] == [("queued", "")]
    assert [row[:2] for row in rows(person, "2026-W46")] == [("skipped", "late")]
    assert rows(newcomer, "2026-W46") == []


def test_on_the_last_evening_of_the_week_it_is_sent_at_once():
    person, sunday = reader(), datetime(2026, 11, 22, 23, 59, tzinfo=TOKYO)

    plan_digests(sunday)

    assert rows(person) == [("queued", "", sunday.date(), sunday)]


def reminder(person, day, state="queued"):
    return Delivery.objects.create(
        company=person.company,
        person=person,
        kind="reminder",
        period=f"{day}+2",
        day=day,
        state=state,
        reason="digest" if state == "skipped" else "",
        expires_at=MONDAY + timedelta(days=9),
    )


def test_the_digest_waits_a_day_for_a_reminder_already_planned():
    person = reader()
    reminder(person, MONDAY.date(), state="sent")

    plan_digests(MONDAY)
    assert rows(person) == []

    plan_digests(datetime(2026, 11, 17, 0, 0, tzinfo=TOKYO))
    assert rows(person) == [("queued", "", date(2026, 11, 17), datetime(2026, 11, 17, 8, tzinfo=TOKYO))]


def test_a_reminder_that_was_not_sent_holds_nothing_up():
    person = reader()
    reminder(person, MONDAY.date(), state="skipped")

    plan_digests(MONDAY)

    assert [row[0] for row in rows(person)] == ["queued"]


def test_on_the_last_day_of_the_week_nothing_holds_the_digest_up():
    person, sunday = reader(), datetime(2026, 11, 22, 9, tzinfo=TOKYO)
    reminder(person, sunday.date())

    plan_digests(sunday)

    assert rows(person) == [("queued", "", None, sunday)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY.replace(hour=0, minute=1), {"today"}),
        (MONDAY, {"today"}),
        (MONDAY + A_DAY, {"today"}),  # overdue
        (MONDAY + 2 * A_DAY, {"today", "wednesday"}),
    ],
)
def test_who_awaits_a_digest_today_is_known_beforehand(now, expected, django_assert_num_queries):
    people = {"today": reader(), "wednesday": reader(), "stopped": reader(), "sent": reader()}
    change_preference(people["wednesday"], weekday=2)
    change_preference(people["stopped"], digest=False)
    Delivery.objects.create(
        company=people["sent"].company, person=people["sent"], kind="digest", period="2026-W47", expires_at=MONDAY
    )
    found = list(User.objects.all())

    with django_assert_num_queries(4):
        awaiting = awaiting_digest(found, now)

    assert awaiting == {people[name].pk for name in expected}


@pytest.mark.parametrize(
    ("now", "statements"),
    [(MONDAY + 2 * A_DAY, 3), (MONDAY + 7 * A_DAY - 8.4 * AN_HOUR, 7)],  # all have theirs; all wait for it
)
def test_while_nothing_is_due_statements_do_not_grow(now, statements, django_assert_num_queries):
    company = CompanyFactory()
    for number in range(14):
        change_preference(reader(company=company), weekday=number % 2, at=time(number // 2, 30))
    reader(company=company, time_zone="America/New_York")
    for day in range(2):
        plan_digests(MONDAY + day * A_DAY)

    with django_assert_num_queries(statements):
        plan_digests(now)


@pytest.mark.parametrize("count", [1, 40])
def test_many_are_planned_in_as_many_statements_as_one(count, django_assert_num_queries):
    company = CompanyFactory()
    for number in range(count):
        change_preference(reader(company=company), at=time(number % 8, 30))

    with django_assert_num_queries(8):
        plan_digests(MONDAY)

    assert Delivery.objects.filter(period="2026-W47", state="queued").count() == count


DEEP = [pytest.param(seed, AN_HOUR, marks=pytest.mark.deep) for seed in range(4)]


@pytest.mark.parametrize(("seed", "step"), [(5, 7 * AN_HOUR), *DEEP])
def test_moving_and_choosing_anew_never_makes_two_or_none(seed, step):
    """Four weeks around a change of the clocks; everybody moves or chooses another day and time now and then."""
    dice, company = Random(seed), CompanyFactory(holidays="JP")
    people = UserFactory.create_batch(4, company=company, joined_at=JOINED)
    now, end = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 9, 14, tzinfo=UTC)
    while now < end:
        if dice.random() < 0.1:
            person = dice.choice(people)
            zone = dice.choice(["Asia/Tokyo", "America/New_York", "Europe/London", "Pacific/Kiritimati"])
            User.objects.filter(pk=person.pk).update(time_zone=zone)
            change_preference(dice.choice(people), weekday=dice.randrange(7), at=time(dice.randrange(24), 30))
        plan_digests(now)
        now += step
    plan_digests(end)

    counted = Counter(Delivery.objects.values_list("person", "period"))
    weeks = [f"2026-W{number}" for number in range(42, 46)]
    assert {counted[person.pk, week] for person in people for week in weeks} == {1}
    days = Delivery.objects.filter(state="queued").order_by("person", "day").values_list("person", "day")
    assert all(first != second for first, second in pairwise(days))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_twenty_planners_at_once_write_one_row_each():
    company = CompanyFactory()
    people = UserFactory.create_batch(200, company=company, joined_at=JOINED)

    outcomes = at_once(*[lambda: plan_digests(MONDAY)] * 20, threads=20)

    assert errors(outcomes) == []
    counted = Counter(Delivery.objects.values_list("person", "period", "state"))
    assert counted == {(person.pk, "2026-W47", "queued"): 1 for person in people}
    assert [list(found) for found in owed_digests(MONDAY)] == [[]]
