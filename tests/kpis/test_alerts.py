"""What is told when actuals change: crossings and signals, once each."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from goals.models import KeyResult
from kpis.domain.measurements import Actual, record_many, record_measurement
from kpis.domain.period_ends import tell_of_ended
from kpis.models import AlertRule, KeyResultLink, Kpi
from kpis.periods import Frequency, last_ended, parse_key, run_up_to
from notifications.domain.watches import set_watch
from notifications.models import Activity, Notification
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 11, 21)
APRIL = 4
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (
    parse_key(f"2026-{month}", Frequency.MONTH, APRIL) for month in ("08", "09", "10", "11")
)
QUIET = [96, 104] * 10


@pytest.fixture(autouse=True)
def _saturday():
    with time_machine.travel(SATURDAY, tick=False):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(target=Decimal(100))


@pytest.fixture
def clerk(kpi):
    return UserFactory(company=kpi.company)


def record(kpi, period, *values, author=None):
    for value in values:
        record_measurement(kpi, period, Decimal(value), author=author)


def told(person=None):
    """(state, signal) of every alert, or of those that reached the person, in order."""
    found = Activity.objects.filter(kind=Activity.Kind.KPI_ALERT).order_by("pk")
    if person:
        found = found.filter(notifications__person=person)
    return [(each.data["state"], each.data["signal"]) for each in found]


def record_run(kpi, *values):
    """The values of the last ended months, in one go."""
    periods = run_up_to(last_ended(SATURDAY, Frequency.MONTH, APRIL), APRIL, len(values))
    record_many([Actual(kpi, *pair) for pair in zip(periods, map(Decimal, values), strict=True)], author=None)


def test_a_crossing_is_told_to_owner_and_watchers_but_not_to_who_recorded_it(kpi, clerk):
    watcher, stranger = UserFactory.create_batch(2, company=kpi.company)
    for person in (watcher, clerk):
        set_watch(kpi, person, is_watched=True)

    record(kpi, SEPTEMBER, 100, author=clerk)
    record(kpi, OCTOBER, 80, author=clerk)

    assert [told(person) for person in (kpi.owner, watcher, clerk, stranger)] == [
        [("bad", "")],
        [("bad", "")],
        [],
        [],
    ]
    assert Activity.objects.get().data == {
        "period": "2026-10",
        "frequency": "month",
        "value": "80.000000",
        "before": "good",
        "state": "bad",
        "signal": "",
    }


@pytest.mark.parametrize(
    ("september", "october", "expected"),
    [
        (100, [100, 101], []),
        (100, [95, 94], ["warn"]),
        (100, [100, 80], ["bad"]),
        (80, [100], ["good"]),
        # A correction that takes it back adds nothing, nor does taking that back.
        (100, [80, 100], ["bad"]),
        (100, [80, 100, 80, 100], ["bad"]),
        (100, [95, 80], ["warn", "bad"]),
        (100, [95, 80, 95, 80], ["warn", "bad"]),
    ],
)
def test_a_state_of_a_period_is_told_once(kpi, september, october, expected):
    record(kpi, SEPTEMBER, september)
    record(kpi, OCTOBER, *october)

    assert told() == [(state, "") for state in expected]


def test_what_crossed_in_the_middle_of_a_file_is_told_as_well(kpi):
    record(kpi, AUGUST, 100)
    record_many([Actual(kpi, SEPTEMBER, Decimal(80)), Actual(kpi, OCTOBER, Decimal(80))], author=None)

    assert told() == [("bad", "")]


def test_neither_history_nor_the_running_period_is_news(kpi):
    record(kpi, parse_key("2026-04", Frequency.MONTH, APRIL), 100)
    record(kpi, parse_key("2026-05", Frequency.MONTH, APRIL), 80)
    record(kpi, parse_key("2026-06", Frequency.MONTH, APRIL), 100)
    record(kpi, OCTOBER, 100)
    record(kpi, NOVEMBER, 1)

    assert told() == []


def test_an_actual_recorded_ahead_is_told_once_its_period_is_over(kpi):
    record(kpi, OCTOBER, 100)
    record(kpi, NOVEMBER, 80)
    assert told() == []

    with time_machine.travel(date(2026, 12, 2), tick=False):
        record(kpi, parse_key("2026-12", Frequency.MONTH, APRIL), 1)

    assert told() == [("bad", "")]


def test_what_was_recorded_early_is_told_when_its_period_ends(kpi):
    record(kpi, OCTOBER, 100)
    record(kpi, NOVEMBER, 80)
    found = []

    for moment in ("2026-11-30 14:58", "2026-11-30 14:59", "2026-11-30 15:00", "2026-11-30 15:01"):  # UTC
        with time_machine.travel(moment, tick=False):
            tell_of_ended(timezone.now())
        found.append(len(told()))

    assert found == [0, 0, 1, 1]


@pytest.mark.parametrize("number", [0, 1])
def test_a_company_that_cannot_be_told_holds_up_no_other_and_is_told_later(number):
    kpis = [KpiFactory(target=Decimal(100)), KpiFactory(target=Decimal(100))]
    for kpi in kpis:
        record(kpi, OCTOBER, 100)
        record(kpi, NOVEMBER, 80)
    Kpi.objects.filter(pk=kpis[number].pk).update(frequency="moon")

    with time_machine.travel("2026-11-30 15:00", tick=False):  # UTC
        tell_of_ended(timezone.now())
    assert told(kpis[number].owner) == []
    assert told(kpis[1 - number].owner) == [("bad", "")]

    Kpi.objects.filter(pk=kpis[number].pk).update(frequency="month")
    with time_machine.travel("2026-11-30 15:01", tick=False):
        tell_of_ended(timezone.now())
    assert told(kpis[number].owner) == told(kpis[1 - number].owner) == [("bad", "")]


def test_at_no_midnight_nothing_is_looked_for(kpi, django_assert_num_queries):
    tell_of_ended(timezone.now())

    with django_assert_num_queries(4):
        tell_of_ended(timezone.now())


def test_a_file_of_years_makes_one_alert(kpi):
    record_run(kpi, *QUIET, 80, 100, 80, 60)

    assert told() == [("", "below")]


def test_a_signal_is_told_when_it_begins(kpi):
    Kpi.objects.update(target=None)
    record_run(kpi, *QUIET, 130)
    assert told() == [("", "above")]

    with time_machine.travel(date(2026, 12, 1), tick=False):
        record(kpi, NOVEMBER, 131)

    assert told() == [("", "above")]


def test_what_is_computed_is_told_too(kpi):
    total = KpiFactory(owner=UserFactory(company=kpi.company), formula=f"{kpi.code} * 2", target=Decimal(200))

    record(kpi, SEPTEMBER, 100)
    record(kpi, OCTOBER, 80)

    assert Notification.objects.filter(person=total.owner).count() == 1


def test_who_may_not_read_a_restricted_kpi_hears_nothing(kpi, clerk):
    set_watch(kpi, clerk, is_watched=True)
    Kpi.objects.update(visibility=Kpi.Visibility.RESTRICTED)

    record(kpi, SEPTEMBER, 100)
    record(kpi, OCTOBER, 80)

    assert list(Notification.objects.values_list("person", flat=True)) == [kpi.owner_id]


def test_who_works_towards_what_it_is_linked_to_hears_of_it(kpi, clerk):
    """B14: both owners of what is linked hear when it changes."""
    cycle = CycleFactory(company=kpi.company)
    past = CycleFactory(company=kpi.company, starts_on=date(2026, 1, 1), stage="closed")
    owners = UserFactory.create_batch(3, company=kpi.company)
    places = zip(owners, (cycle, cycle, past), strict=True)
    live, done, over = (
        KeyResultFactory(objective=ObjectiveFactory(owner=each, cycle=place)) for each, place in places
    )
    KeyResult.objects.filter(pk=done.pk).update(status="done")
    for key_result in (live, done, over):
        KeyResultLink.objects.create(kpi=kpi, key_result=key_result)

    record(kpi, SEPTEMBER, 100)
    record(kpi, OCTOBER, 80)

    assert [told(owner) for owner in owners] == [[("bad", "")], [], []]


def test_a_rule_names_people_and_asks_for_check_ins(kpi, clerk):
    objective = ObjectiveFactory(owner=UserFactory(company=kpi.company), cycle=CycleFactory(company=kpi.company))
    live, dropped = KeyResultFactory.create_batch(2, objective=objective)
    KeyResult.objects.filter(pk=dropped.pk).update(status="dropped")
    for key_result in (live, dropped):
        KeyResultLink.objects.create(kpi=kpi, key_result=key_result)
    AlertRule.objects.create(kpi=kpi, when=AlertRule.When.BAD, asks_check_in=True).notify.add(clerk)

    record(kpi, AUGUST, 100)
    record(kpi, SEPTEMBER, 95)
    assert told(clerk) == []
    record(kpi, OCTOBER, 80)

    assert told(clerk) == [("bad", "")]
    asked = Activity.objects.get(kind=Activity.Kind.CHECK_IN_ASKED)
    assert (asked.target, [each.person for each in asked.notifications.all()]) == (live, [objective.owner])


def test_many_kpis_cost_the_same_queries(kpi, django_assert_max_num_queries):
    kpis = [kpi, *KpiFactory.create_batch(29, owner=kpi.owner)]
    record_many([Actual(each, SEPTEMBER, Decimal(100)) for each in kpis], author=None)

    with django_assert_max_num_queries(30):
        record_many([Actual(each, OCTOBER, Decimal(80)) for each in kpis], author=None)

    assert told(kpi.owner) == [("bad", "")] * 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_each_person_once(kpi):
    people = UserFactory.create_batch(5, company=kpi.company)
    for person in people:
        set_watch(kpi, person, is_watched=True)
    record(kpi, SEPTEMBER, 100)

    outcomes = at_once(*[lambda: record(kpi, OCTOBER, 80)] * 8, threads=8)

    assert errors(outcomes) == []
    assert sorted(Notification.objects.values_list("person", flat=True)) == sorted(
        each.pk for each in [kpi.owner, *people]
    )
