"""A key result that rests: nothing is asked for, it counts on, and three ways lead out of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.key_results import drop_key_result, reopen_key_result
from goals.domain.pausing import pause_key_result, resume_key_result
from goals.models import Cycle, KeyResult
from goals.queries.cards import is_stale_on
from goals.queries.due import due_of
from goals.queries.overdue import overdue_of
from goals.queries.week import missed_periods, next_due_at, week_of
from notifications.models import Activity, Notification
from people.models import AuditEntry
from tests.cast import cast
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo; check-ins are due on Fridays at 18:00
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def key_result():
    return KeyResultFactory()


def paused(key_result, **terms):
    return pause_key_result(key_result, reason="The market is closed", actor=key_result.owner, **terms)


def check_in(key_result, value="10"):
    return post_check_in(key_result, Entry("on_track", Decimal(value)), author=key_result.owner)


def asked(key_result):
    """What the product asks of the owner at this moment: (due, overdue since, stale, missed)."""
    key_result, now = KeyResult.objects.get(pk=key_result.pk), timezone.now()
    company = key_result.company
    overdue = overdue_of(key_result, company, now)
    return (
        bool(due_of(key_result, company, now)),
        overdue and overdue.due_on,
        is_stale_on(key_result, company.day_of(now)),
        missed_periods(key_result, company, company.day_of(now)),
    )


def test_nothing_is_asked_for_while_it_rests(key_result, clock):
    assert asked(key_result) == (True, date(2026, 11, 13), True, 7)

    paused(key_result)

    for days in (0, 2, 30):
        clock.move_to(NOON + timedelta(days=days))
        assert asked(key_result) == (False, None, False, 0)


def test_it_keeps_counting_with_what_it_has(key_result):
    check_in(key_result, "40")

    paused(key_result)

    key_result.objective.refresh_from_db()
    assert key_result.objective.progress == Decimal("0.4")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (26, (False, None, False, 0)),
        (27, (True, None, False, 0)),  # the day it was to go on, a Friday: due in the evening
        (28, (True, date(2026, 11, 27), False, 0)),
        (30, (True, date(2026, 11, 27), False, 1)),
    ],
)
def test_it_goes_on_by_itself_on_its_day_as_if_new(key_result, clock, day, expected):
    paused(key_result, resumes_on=date(2026, 11, 27))

    clock.move_to(datetime(2026, 11, day, 3, tzinfo=UTC))

    assert asked(key_result) == expected


def test_what_fell_due_while_it_rested_is_not_asked_for_afterwards(key_result, clock):
    paused(key_result)
    clock.move_to(datetime(2026, 11, 21, 3, tzinfo=UTC))  # Saturday, a day after it would have been due

    resume_key_result(key_result, actor=key_result.owner)

    assert asked(key_result) == (False, None, False, 0)
    week = week_of(key_result.owner, timezone.now())
    assert (week.due, week.paused, week.done, week.waiting) == ([], [], [], [key_result])
    assert week.next_at.date() == date(2026, 11, 27)


def test_a_check_in_takes_it_up_again(key_result):
    paused(key_result, resumes_on=date(2026, 12, 1))

    check_in(key_result)

    key_result.refresh_from_db()
    assert key_result.resumes_on == TODAY
    assert [key_result] == week_of(key_result.owner, timezone.now()).done


def test_so_does_reopening_what_was_dropped_meanwhile(key_result):
    paused(key_result)
    drop_key_result(key_result, reason="R", actor=key_result.owner)

    reopen_key_result(key_result, actor=key_result.owner)

    key_result.refresh_from_db()
    assert not key_result.rests_on(TODAY)


def test_the_next_date_lies_after_the_pause(key_result):
    paused(key_result, resumes_on=date(2026, 12, 1))
    key_result.refresh_from_db()

    assert next_due_at(key_result, key_result.company, TODAY).date() == date(2026, 12, 4)


def test_each_step_is_written_down_and_once(key_result):
    paused(key_result)
    paused(key_result)
    paused(key_result, resumes_on=date(2026, 12, 1))
    resume_key_result(key_result, actor=key_result.owner)
    resume_key_result(key_result, actor=key_result.owner)

    entries = AuditEntry.objects.filter(object_id=key_result.pk, action__startswith="key_result.").order_by("pk")
    assert [(entry.action, entry.changes) for entry in entries] == [
        ("key_result.paused", {"pause_reason": ["", "The market is closed"], "paused_on": [None, "2026-11-18"]}),
        ("key_result.paused", {"resumes_on": [None, "2026-12-01"]}),
        ("key_result.resumed", {"resumes_on": ["2026-12-01", "2026-11-18"]}),
    ]


def test_the_accountable_manager_hears_of_it_in_the_app():
    people = cast()
    cycle = CycleFactory(company=people.company)
    objective = ObjectiveFactory(owner=people.objective_owner, cycle=cycle, department=people.sales)
    key_result = KeyResultFactory(objective=objective, owner=people.owner)

    pause_key_result(key_result, reason="R", actor=people.owner)

    told = Notification.objects.get(activity__kind=Activity.Kind.PAUSED)
    assert (told.person, told.in_app, told.delivery) == (people.lead, True, None)


@pytest.mark.parametrize(
    ("change", "terms"),
    [
        ({}, {"resumes_on": TODAY}),
        ({}, {"resumes_on": date(2027, 1, 1)}),
        ({"due_on": date(2027, 3, 31)}, {"resumes_on": date(2027, 4, 1)}),
        ({}, {"resumes_on": date.max}),
        ({"status": "done"}, {}),
        ({"objective__cycle__stage": Cycle.Stage.CLOSED}, {}),
    ],
)
def test_what_cannot_rest_is_refused(change, terms):
    key_result = KeyResultFactory(**change)

    with pytest.raises(GoalError):
        paused(key_result, **terms)

    key_result.refresh_from_db()
    assert key_result.paused_on is None


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_it_may_rest_to_the_last_day_of_its_check_ins(due_on, last):
    assert paused(KeyResultFactory(due_on=due_on), resumes_on=last).resumes_on == last


@pytest.mark.parametrize(
    "fields",
    [
        {"paused_on": TODAY},
        {"resumes_on": TODAY},
        {"pause_reason": "R"},
        {"pause_reason": "R", "paused_on": TODAY, "resumes_on": date(2026, 11, 17)},
    ],
)
def test_the_database_holds_a_pause_to_a_reason_and_an_order_of_days(key_result, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyResult.objects.filter(pk=key_result.pk).update(**fields)


# Pages


@pytest.fixture
def owner(client, key_result):
    client.force_login(key_result.owner)
    return client


def test_the_page_asks_why_and_keeps_what_was_typed(owner, key_result):
    url = reverse("key-result-pause", args=[key_result.pk])
    assert owner.get(url).status_code == 200

    page = owner.post(url, {"reason": "", "resumes_on": "2026-12-01"})

    assert page.status_code == 422
    assert 'value="2026-12-01"' in page.content.decode()


def test_a_day_that_has_passed_is_refused_at_its_field(owner, key_result):
    page = owner.post(reverse("key-result-pause", args=[key_result.pk]), {"reason": "R", "resumes_on": "2026-11-18"})

    assert page.status_code == 422
    assert page.context["form"].errors["resumes_on"]


@pytest.mark.parametrize(("language", "day"), [("en", "31 Dec 2026"), ("ja", "2026年12月31日")])
def test_a_day_after_its_check_ins_is_refused_at_its_field(owner, key_result, language, day):
    type(key_result.owner).objects.update(language=language)

    page = owner.post(reverse("key-result-pause", args=[key_result.pk]), {"reason": "R", "resumes_on": "9999-12-31"})

    assert page.status_code == 422
    [message] = page.context["form"].errors["resumes_on"]
    assert day in message
    assert message in page.content.decode()


def test_paused_and_resumed_by_two_presses(owner, key_result):
    page = owner.post(reverse("key-result-pause", args=[key_result.pk]), {"reason": "Budget is frozen"}, follow=True)
    assert page.content.decode().count("Budget is frozen") == 1

    page = owner.post(reverse("key-result-resume", args=[key_result.pk]), follow=True)

    assert "Budget is frozen" not in page.content.decode()


def test_home_shows_what_rests_apart(owner, key_result):
    paused(key_result)

    page = owner.get(reverse("home"))

    assert [row.row.key_result for row in page.context["paused"]] == [key_result]
    assert "The market is closed" in page.content.decode()


@pytest.mark.parametrize("name", ["home", "key-result"])
def test_after_three_missed_periods_the_owner_is_shown_three_ways_out(owner, key_result, name):
    ways = [reverse(f"key-result-{way}", args=[key_result.pk]) for way in ("pause", "hand-over", "drop")]
    page = reverse(name, args=[] if name == "home" else [key_result.pk])

    KeyResult.objects.update(last_period=date(2026, 10, 26))
    assert 'class="ways-out"' not in owner.get(page).content.decode()
    KeyResult.objects.update(last_period=date(2026, 10, 19))
    shown = owner.get(page).content.decode()

    assert 'class="ways-out"' in shown
    assert [f'href="{way}"' in shown for way in ways] == [True, True, True]
