"""Who is told of what, how often, and on which way."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from notifications.domain.activities import record_activity
from notifications.domain.preferences import change_preference
from notifications.domain.watches import listeners, set_watch
from notifications.models import Activity, Delivery, Notification
from people.models import Department
from tests.factories import DepartmentFactory, UserFactory
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, 4, tzinfo=UTC)  # 12:04 in Tokyo
NIGHT = datetime(2026, 11, 18, 12, 4, tzinfo=UTC)  # 21:04
KIND = Activity.Kind.KPI_ALERT


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def person(actor):
    return UserFactory(company=actor.company)


@pytest.fixture
def target(actor):
    return DepartmentFactory(company=actor.company)


def record(target, *audience, actor=None, kind=KIND, **more):
    return record_activity(kind, target, actor=actor, audience=audience, **more)


def told():
    return list(Notification.objects.order_by("pk").values_list("person", flat=True))


def test_each_is_told_once_and_never_of_an_act_of_their_own(target, actor, person):
    record(target, person, actor, person, actor=actor)

    assert told() == [person.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(activity=Activity.objects.get(), person=person)


def test_who_has_left_or_belongs_to_another_company_is_not_told(target, actor):
    record(target, UserFactory(company=actor.company, is_active=False), UserFactory())

    assert told() == []


def test_an_occasion_comes_once(target, person):
    answers = [record(target, person, occasion=occasion) for occasion in ("a", "a", "b", "", "")]

    assert answers == [True, False, True, True, True]
    assert told() == [person.pk] * 4


@pytest.mark.parametrize(
    ("channels", "in_app", "by_mail"),
    [
        (None, True, False),
        (["app", "mail"], True, True),
        (["mail"], False, True),
        (["digest"], None, None),
        ([], None, None),
    ],
)
def test_the_channels_of_a_kind_are_the_person_s_choice(target, person, channels, in_app, by_mail):
    if channels is not None:
        change_preference(person, channels={KIND: channels})

    record(target, person)

    rows = [(row.in_app, row.delivery is not None) for row in Notification.objects.all()]
    assert rows == ([] if in_app is None else [(in_app, by_mail)])


def test_help_asked_is_mailed_unless_mail_at_once_is_off(target, person, actor):
    change_preference(actor, news=False)

    record(target, person, actor, kind=Activity.Kind.HELP_ASKED)

    assert list(Delivery.objects.values_list("person", "kind")) == [(person.pk, "news")]


def test_what_comes_within_ten_minutes_is_one_mail(target, person):
    change_preference(person, channels={KIND: ["mail"]})

    for minute in (4, 9, 10, 19, 20):
        with time_machine.travel(NOON.replace(minute=minute), tick=False):
            record(target, person)

    due = list(Delivery.objects.order_by("due_at").values_list("due_at", flat=True))
    assert [moment.minute for moment in due] == [10, 20, 30]
    assert [each.notifications.count() for each in Delivery.objects.order_by("due_at")] == [2, 2, 1]


def test_a_mail_that_has_left_takes_nothing_more(target, person):
    change_preference(person, channels={KIND: ["mail"]})
    record(target, person)
    Delivery.objects.update(state=Delivery.State.SENT)

    record(target, person)

    assert [each.notifications.count() for each in Delivery.objects.order_by("due_at")] == [1, 1]


def test_at_night_mail_waits_for_the_morning_where_its_reader_is(target, person):
    change_preference(person, channels={KIND: ["mail"]})

    for hours in (0, 3):
        with time_machine.travel(NIGHT.replace(hour=NIGHT.hour + hours), tick=False):
            record(target, person)

    assert [each.due_at.astimezone(person.zone).isoformat() for each in Delivery.objects.all()] == [
        "2026-11-19T08:00:00+09:00"
    ]


def test_many_people_cost_the_same_queries(target, django_assert_num_queries):
    people = UserFactory.create_batch(30, company=target.company)
    record(target, people[0])

    with django_assert_num_queries(6):  # two of them are the savepoint
        record(target, *people)


def test_owners_hear_unless_they_mute_and_others_once_they_watch(target, actor, person):
    set_watch(target, person, is_watched=True)
    set_watch(target, person, is_watched=True)
    implied = {target.pk: {actor.pk}}
    assert listeners(Department, implied)[target.pk] == [actor, person]

    set_watch(target, actor, is_watched=False)
    set_watch(target, person, is_watched=False)

    assert listeners(Department, implied)[target.pk] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_at_once_is_one_mail_each(target):
    people = UserFactory.create_batch(5, company=target.company)
    for person in people:
        change_preference(person, channels={KIND: ["app", "mail"]})

    outcomes = at_once(*[lambda: record(target, *people), lambda: record(target, *reversed(people))] * 4, threads=8)

    assert errors(outcomes) == []
    assert [each.notifications.count() for each in Delivery.objects.all()] == [8] * 5
