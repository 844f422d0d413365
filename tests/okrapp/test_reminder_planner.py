from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from notifications.domain.retries import missed_until
from notifications.models import Delivery, MailPreference, MailSwitch
from okrapp.mails.reminder_planner import plan_reminders
from people.domain.companies import change_company
from people.models.company import Weekday
from tests.factories import KeyResultFactory, UserFactory, ViewerFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
JOINED = datetime(2026, 9, 1, tzinfo=TOKYO)


def at(day, hour=8, minute=30, zone=TOKYO):
    """A moment of November 2026. Check-ins were due on Friday the 20th; digests come on Mondays."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


def late(**fields):
    """Somebody whose check-in of Friday the 20th is missing, and who has had Monday's digest."""
    owner = UserFactory(joined_at=JOINED, **fields)
    KeyResultFactory(objective__owner=owner)
    digest_of(owner, on=23)
    return owner


def digest_of(owner, on):
    Delivery.objects.create(
        company=owner.company,
        person=owner,
        kind=Delivery.Kind.DIGEST,
        period="2026-W48",
        day=date(2026, 11, on),
        state=Delivery.State.SENT,
        expires_at=at(30),
    )


def run(*moments):
    """Let the planner run every half hour up to each moment, as if beat had been there all day."""
    for moment in moments:
        MailSwitch.objects.update(reminders_until=moment - timedelta(minutes=30))
        plan_reminders(moment)


def reminders():
    found = Delivery.objects.filter(kind=Delivery.Kind.REMINDER).order_by("pk")
    return [(row.person, row.period, row.state, row.reason) for row in found]


def test_a_reminder_comes_on_the_second_working_day():
    owner = late()

    run(at(23), at(24, 8, 0))
    assert reminders() == []
    run(at(24), at(24, 9, 0), at(25), at(26))
    assert reminders() == [(owner, "2026-11-20+2", "queued", "")]


def test_a_public_holiday_is_no_working_day():
    owner = late(company__holidays="JP")  # the 23rd is Labour Thanksgiving Day

    run(at(24))
    assert reminders() == []
    run(at(25))
    assert reminders() == [(owner, "2026-11-20+2", "queued", "")]


def test_after_days_without_a_planner_it_comes_late_but_not_too_late():
    owner = late()

    run(at(26))

    assert reminders() == [(owner, "2026-11-20+2", "queued", "")]


def test_a_second_one_comes_on_the_fifth_working_day_and_no_more():
    owner = late()

    run(*(at(day) for day in range(24, 28)))  # on the evening of the 27th the next check-in is due

    assert reminders() == [(owner, "2026-11-20+2", "queued", ""), (owner, "2026-11-20+5", "queued", "")]


def test_a_later_due_day_takes_the_place_of_the_one_before():
    owner = late(company__holidays="JP")  # with the holiday the fifth working day is the 30th, after the next due day

    run(*(at(day) for day in (25, 26, 27, 28, 30)))
    assert [row[1] for row in reminders()] == ["2026-11-20+2"]
    MailSwitch.objects.update(reminders_until=datetime(2026, 12, 1, 8, tzinfo=TOKYO))
    plan_reminders(datetime(2026, 12, 1, 8, 30, tzinfo=TOKYO))

    assert [row[1] for row in reminders()] == ["2026-11-20+2", "2026-11-27+2"]
    assert {row[0] for row in reminders()} == {owner}


def test_in_a_biweekly_rhythm_silence_follows_the_second_reminder():
    owner = late(company__cadence="biweekly")  # periods end on Oct 11, 25, Nov 8, 22
    digest = Delivery.objects.filter(person=owner)

    digest.delete()
    MailPreference.objects.create(person=owner, digest=False)
    run(*(at(day) for day in range(21, 31)))

    assert [row[1] for row in reminders()] == ["2026-11-20+2", "2026-11-20+5"]


def test_a_check_in_between_two_reminders_ends_the_ladder():
    owner = late()
    run(at(24))
    owner.key_results.update(last_period=date(2026, 11, 23))

    run(at(27))

    assert len(reminders()) == 1


@pytest.mark.parametrize("weekday", [Weekday.FRIDAY, Weekday.SUNDAY, Weekday.MONDAY])
@pytest.mark.parametrize("moved_on", [20, 21, 23])
def test_a_weekday_that_is_moved_starts_no_ladder_anew(moved_on, weekday):
    owner = late(company__due_weekday=Weekday.WEDNESDAY)

    for day in range(19, 29):
        run(at(day))
        if day == moved_on:
            with time_machine.travel(at(day, 12), tick=False):
                change_company(owner.company, actor=None, due_weekday=weekday)

    # Where the next one is due on Monday the 23rd, it takes the place of this one before its fifth day.
    ladder = ["2026-11-18+2", "2026-11-18+5"]
    assert [row[1] for row in reminders() if row[1] < "2026-11-23"] in (ladder, ladder[:1])


@pytest.mark.parametrize(
    ("quiet", "hour"),
    [((time(18), time(8)), 8), ((time(19), time(10)), 10), ((time(18), time(18)), 19), ((time(0), time(6)), 19)],
)
def test_it_never_comes_in_quiet_hours(quiet, hour):
    MailPreference.objects.create(person=late(), at=time(19), quiet_from=quiet[0], quiet_until=quiet[1])

    plan_reminders(at(24, 23))

    assert Delivery.objects.get(kind=Delivery.Kind.REMINDER).due_at == at(24, hour, 0)


def test_it_comes_at_the_hour_and_in_the_zone_of_its_reader():
    new_york = ZoneInfo("America/New_York")
    owner = late(time_zone=new_york.key)
    MailPreference.objects.create(person=owner, at=time(16, 0))

    run(at(24), at(24, 15, 30, new_york))
    assert reminders() == []
    run(at(24, 16, 0, new_york))
    assert [row[0] for row in reminders()] == [owner]


def test_on_the_day_of_the_digest_the_digest_carries_it():
    still_to_come, sent = late(), late()
    Delivery.objects.all().delete()
    MailPreference.objects.create(person=still_to_come, weekday=1)
    digest_of(sent, on=24)

    run(at(24), at(25))

    carried = {(row[0], *row[2:]) for row in reminders()}
    assert carried == {(still_to_come, "skipped", "digest"), (sent, "skipped", "digest")}


def test_a_digest_that_comes_a_day_late_carries_it_too():
    on_its_way, arrived = late(), late()
    MailPreference.objects.create(person=arrived, at=time(9, 0))
    Delivery.objects.filter(person=on_its_way).update(state=Delivery.State.QUEUED, due_at=at(24, 9, 0))
    Delivery.objects.filter(person=arrived).update(sent_at=at(24, 8, 5))

    run(at(24), at(24, 9, 0))

    carried = {(row[0], *row[2:]) for row in reminders()}
    assert carried == {(on_its_way, "skipped", "digest"), (arrived, "skipped", "digest")}


def test_whoever_has_checked_in_is_left_in_peace():
    owner = late()
    owner.key_results.update(last_period=date(2026, 11, 23))

    run(at(24))

    assert reminders() == []


@pytest.mark.parametrize("fields", [{"is_active": False}, {"joined_at": None}, {"email": None}])
def test_nobody_is_reminded_who_cannot_sign_in(fields):
    owner = late()
    for name, value in fields.items():
        setattr(owner, name, value)
    owner.save()

    run(at(24))

    assert reminders() == []


def test_a_viewer_and_whoever_stopped_reminders_get_none():
    KeyResultFactory(objective__owner=ViewerFactory(joined_at=JOINED))
    MailPreference.objects.create(person=late(), reminders=False)

    run(at(24))

    assert reminders() == []


def test_running_twice_reminds_once():
    late()

    run(at(24))
    run(at(24))

    assert len(reminders()) == 1


def test_the_first_run_ever_looks_back_a_day_and_no_further():
    late()

    plan_reminders(at(24, 23))

    assert len(reminders()) == 1
    assert MailSwitch.objects.get().reminders_until == at(24, 23)


def test_one_that_is_planned_in_the_evening_has_missed_its_hour():
    late()

    plan_reminders(at(24, 23))

    reminder = Delivery.objects.get(kind=Delivery.Kind.REMINDER)
    assert reminder.due_at == at(24)
    assert missed_until(reminder, at(24, 23)) == at(25, 8, 0)
    assert reminder.expires_at == at(25, 0, 0)


def test_a_clock_that_was_years_ahead_silences_no_reminder():
    late()
    plan_reminders(at(22))
    MailSwitch.objects.update(reminders_until=at(22) + timedelta(days=4000))

    plan_reminders(at(24))

    assert len(reminders()) == 1


def test_many_people_cost_the_same_queries(django_assert_max_num_queries):
    company = late().company
    for _each in range(4):
        late(company=company)
    plan_reminders(at(23))

    with django_assert_max_num_queries(14):
        plan_reminders(at(24))

    assert len(reminders()) == 5
