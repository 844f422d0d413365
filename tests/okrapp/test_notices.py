"""What everybody is told in the app as their day begins, and when it is taken back."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from goals.domain.agreements import accept
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.hand_over import hand_over_key_result
from goals.domain.key_results import KeyResultTerms, change_key_result, drop_key_result
from goals.domain.pausing import pause_key_result
from goals.models import Cycle, KeyResult, Objective
from kpis.domain.kpis import archive_kpi, change_kpi
from kpis.domain.measurements import record_measurement
from kpis.models import Kpi
from kpis.periods import Frequency, parse_key
from notifications.domain.preferences import change_preference
from notifications.models import Activity, MailSwitch, Notification
from notifications.queries.centre import centre_page
from okrapp.notices import tell_of_mornings
from tests.factories import KeyResultFactory, UserFactory
from tests.factories.kpis import KpiFactory
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
JOINED = datetime(2026, 9, 1, tzinfo=TOKYO)
DUE, OVERDUE, MISSED, LATE = "check_in_due", "check_in_overdue", "missed", "kpi_due"
NOT_LONG_AGO = date(2026, 11, 9)


def at(day, hour=8, minute=0, zone=TOKYO, month=11):
    """A moment of November 2026. Check-ins are due on Fridays at 18:00; the 20th and the 27th are Fridays."""
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at(19, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def morning(clock):
    """Go to the moment, with the dispatcher having been there all the time."""

    def begin(moment):
        clock.move_to(moment)
        MailSwitch.objects.update_or_create(pk=1, defaults={"mornings_until": moment - timedelta(minutes=1)})
        tell_of_mornings(moment)

    return begin


def somebody(**fields):
    """An owner of one key result, checked in up to the week of the 9th."""
    return KeyResultFactory(objective__owner=UserFactory(joined_at=JOINED, **fields)).owner


def checked_in(period=NOT_LONG_AGO):
    KeyResult.objects.update(last_period=period, last_check_in_at=datetime.combine(period, time(9), tzinfo=TOKYO))


def told(kind=None, *, unread=False):
    found = Notification.objects.filter(**({"activity__kind": kind} if kind else {})).order_by("pk")
    found = found.unread() if unread else found
    return [(each.person, each.activity.kind) for each in found.select_related("person", "activity")]


def test_on_the_due_day_the_owner_is_told_once_of_all_there_is(morning):
    owner = somebody()
    KeyResultFactory(objective=Objective.objects.get())
    checked_in()

    morning(at(19))
    assert told() == []
    for minute in (0, 1, 0):
        morning(at(20, 8, minute))
    assert told() == [(owner, DUE)]
    assert len(Activity.objects.get().data["key_results"]) == 2


def test_whoever_has_checked_in_is_not_told(morning):
    somebody()
    checked_in(date(2026, 11, 16))

    morning(at(20))

    assert told() == []


@pytest.mark.parametrize(
    "change",
    [
        {"objective__state": "archived"},
        {"objective__cycle__stage": Cycle.Stage.CLOSED},
        {"status": "dropped"},
        {"pause_reason": "R", "paused_on": date(2026, 11, 2)},
        {"starts_on": date(2026, 11, 30)},
        {"objective__owner__role": "viewer"},
    ],
)
def test_nobody_is_told_of_what_is_not_asked_for(change, morning):
    KeyResultFactory(objective__owner__joined_at=JOINED, **change)

    morning(at(20))
    morning(at(23))

    assert told() == []


@pytest.mark.parametrize(
    ("zone", "hour", "first"),
    [
        ("Asia/Tokyo", 18, at(20)),
        ("Asia/Tokyo", 7, at(19)),  # before the day of the 20th begins
        ("America/New_York", 18, at(19, zone=ZoneInfo("America/New_York"))),  # due at 4:00 on the 20th there
    ],
)
def test_it_is_told_on_the_last_morning_before(zone, hour, first, morning):
    owner = somebody(time_zone=zone, company__due_hour=hour)
    checked_in()

    morning(first - timedelta(minutes=1))
    assert told() == []
    morning(first)
    assert told() == [(owner, DUE)]


def test_a_day_begins_when_its_quiet_hours_end(morning):
    owner = somebody()
    change_preference(owner, quiet_from=time(22), quiet_until=time(6, 30))
    checked_in()

    morning(at(20, 6, 30))

    assert told() == [(owner, DUE)]


def test_on_the_next_working_morning_it_is_overdue_and_the_earlier_one_read(morning):
    owner = somebody(company__holidays="JP")  # the 23rd is a holiday
    checked_in()
    for day in (20, 21, 22, 23, 24, 25):
        morning(at(day))

    assert told() == [(owner, DUE), (owner, OVERDUE)]
    assert told(unread=True) == [(owner, OVERDUE)]


def test_the_third_missed_period_is_told_once(morning):
    owner = somebody()
    checked_in(date(2026, 10, 26))

    for day in (22, 23, 24, 30):
        morning(at(day))

    assert told(MISSED) == [(owner, MISSED)]


def test_the_last_check_in_it_asked_for_takes_it_back(morning, clock):
    owner = somebody()
    KeyResultFactory(objective=Objective.objects.get())
    checked_in()
    morning(at(20))
    one, other = KeyResult.objects.order_by("pk")
    clock.move_to(at(20, 10))

    post_check_in(one, Entry("on_track", Decimal(1)), author=owner)
    assert told(unread=True) == [(owner, DUE)]
    post_check_in(other, Entry("on_track", Decimal(1)), author=owner)
    assert told(unread=True) == []


@pytest.mark.parametrize("act", [pause_key_result, drop_key_result])
def test_so_does_whatever_else_ends_it(act, morning):
    owner = somebody()
    checked_in()
    morning(at(20))

    act(KeyResult.objects.get(), reason="R", actor=owner)

    assert told(unread=True) == []


@pytest.mark.parametrize("is_agreed", [True, False])
def test_whoever_owns_it_no_more_is_asked_no_more(morning, is_agreed):
    owner = somebody()
    checked_in()
    morning(at(20))
    key_result, other = KeyResult.objects.get(), UserFactory(company=owner.company)

    if is_agreed:
        handed = hand_over_key_result(key_result, other, actor=owner, seen=0, note="N")
        accept(handed, actor=other, seen=handed.on_table.number)
    else:
        change_key_result(key_result, KeyResultTerms(fields={"owner": other}), actor=owner)

    assert KeyResult.objects.get().owner == other
    assert (owner, DUE) not in told(unread=True)


def test_a_kind_that_is_switched_off_is_not_told(morning):
    owner = somebody()
    checked_in()
    change_preference(owner, channels={DUE: []})

    morning(at(20))

    assert told() == []


# KPIs


def late_kpi(**fields):
    """Its October is late from the 6th of November on."""
    owner = {} if "owner" in fields else {"owner__joined_at": JOINED}
    return KpiFactory(frequency=Frequency.MONTH, **owner, **fields)


def test_the_owner_hears_of_late_actuals_once(morning):
    kpi = late_kpi()

    morning(at(5))
    assert told() == []
    for day in (6, 7, 9, 10):
        morning(at(day))
    assert told() == [(kpi.owner, LATE)]


def test_of_one_more_that_is_late_too(morning):
    kpi = late_kpi()
    morning(at(6))
    late_kpi(owner=kpi.owner, company=kpi.company, grace_days=8)

    morning(at(10))

    assert told() == [(kpi.owner, LATE)] * 2
    assert told(unread=True) == [(kpi.owner, LATE)]


def test_recording_takes_it_back(morning, clock):
    kpi = late_kpi()
    morning(at(6))
    clock.move_to(at(6, 10))

    record_measurement(Kpi.objects.get(), parse_key("2026-10", Frequency.MONTH, 4), Decimal(5), author=kpi.owner)

    assert told(unread=True) == []


@pytest.mark.parametrize("is_archived", [True, False])
def test_so_do_another_owner_and_the_archive(morning, is_archived):
    kpi = late_kpi()
    morning(at(6))

    if is_archived:
        archive_kpi(kpi, actor=kpi.owner)
    else:
        change_kpi(kpi, actor=kpi.owner, owner=UserFactory(company=kpi.company))

    assert told(unread=True) == []


# Words, cost, races


@pytest.mark.parametrize(
    ("language", "sentence", "more"),
    [("en", "2 check-ins are due: Fri 20 Nov 18:00", "and 1 more"), ("ja", "11月20日（金） 18:00", "ほか1件")],
)
def test_it_says_what_and_leads_home(client, morning, language, sentence, more):
    owner = somebody(language=language)
    KeyResultFactory(objective=Objective.objects.get())
    checked_in()
    morning(at(20))
    client.force_login(owner)

    page = client.get(reverse("notifications")).content.decode()

    assert sentence in page
    assert more in page
    assert client.get(reverse("notification", args=[Notification.objects.get().pk])).url == reverse("home")


def test_each_kind_has_its_words(morning):
    owner = somebody()
    late_kpi(owner=owner, company=owner.company)
    checked_in(date(2026, 10, 26))
    morning(at(20))
    morning(at(23))

    rows = centre_page(owner).rows
    assert {row.notification.activity.kind for row in rows} == {DUE, OVERDUE, MISSED, LATE}
    assert all(row.told for row in rows)


def test_many_people_cost_the_same_statements(morning, django_assert_max_num_queries):
    company = somebody().company
    for _number in range(5):
        late_kpi(owner=somebody(company=company), company=company)
    morning(at(19))

    with django_assert_max_num_queries(24):
        tell_of_mornings(at(20))

    assert len(told(DUE)) == 6


def test_while_nobody_wakes_it_costs_little(morning, django_assert_max_num_queries):
    somebody()
    morning(at(20))

    with django_assert_max_num_queries(4):
        tell_of_mornings(at(20, 12))


@pytest.mark.parametrize("number", [0, 1])
def test_a_company_that_cannot_be_told_holds_up_no_other_and_is_told_later(morning, number):
    owners = [somebody(), somebody()]
    checked_in()
    kpi = KpiFactory(owner=owners[number])
    Kpi.objects.filter(pk=kpi.pk).update(frequency="moon")

    morning(at(20))
    assert told(DUE) == [(owners[1 - number], DUE)]

    Kpi.objects.filter(pk=kpi.pk).update(frequency="month")
    tell_of_mornings(at(20, 8, 1))
    assert {person for person, _kind in told(DUE)} == set(owners)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_dispatchers_at_once_tell_once():
    owner = somebody()
    late_kpi(owner=owner, company=owner.company)
    checked_in()
    MailSwitch.objects.update_or_create(pk=1, defaults={"mornings_until": at(20, 7)})

    outcomes = at_once(*[partial(tell_of_mornings, at(20).astimezone(UTC))] * 6)

    assert errors(outcomes) == []
    assert sorted(kind for _person, kind in told()) == [DUE, LATE]
