from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from goals.models import Cycle
from goals.models.fields import Status
from goals.queries.overdue import overdue_of_people
from tests.factories import KeyResultFactory, ViewerFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY, TUESDAY = date(2026, 11, 20), datetime(2026, 11, 24, 8, 30, tzinfo=TOKYO)


def due_days(key_result, now=TUESDAY):
    owner = key_result.owner
    return [overdue.due_on for overdue in overdue_of_people([owner], now).get(owner.pk, [])]


def test_a_check_in_is_overdue_once_its_moment_has_passed():
    key_result = KeyResultFactory()

    assert due_days(key_result, datetime(2026, 11, 20, 17, 59, tzinfo=TOKYO)) == [date(2026, 11, 13)]
    assert due_days(key_result, datetime(2026, 11, 20, 18, 0, tzinfo=TOKYO)) == [FRIDAY]
    assert due_days(key_result) == [FRIDAY]


@pytest.mark.parametrize("period", [date(2026, 11, 16), date(2026, 11, 23)])
def test_a_check_in_for_that_week_or_since_ends_it(period):
    assert due_days(KeyResultFactory(last_period=period)) == []


def test_one_for_an_earlier_week_does_not():
    assert due_days(KeyResultFactory(last_period=date(2026, 11, 9))) == [FRIDAY]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DONE},
        {"objective__state": "archived"},
        {"objective__cycle__stage": Cycle.Stage.CLOSED},
        {"starts_on": date(2026, 11, 23)},
    ],
)
def test_nothing_is_overdue_where_nothing_is_asked(fields):
    assert due_days(KeyResultFactory(**fields)) == []


def test_a_viewer_is_asked_for_nothing():
    assert due_days(KeyResultFactory(objective__owner=ViewerFactory())) == []


def test_many_people_cost_two_queries(django_assert_num_queries):
    people = [KeyResultFactory().owner for _each in range(3)]
    for person in people:
        person.company.tree  # noqa: B018 - loaded once a company, as for every page

    with django_assert_num_queries(1):
        found = overdue_of_people(people, TUESDAY)

    assert set(found) == {person.pk for person in people}
