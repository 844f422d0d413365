"""Mail of the day while zones change their clocks and the machine's own clock jumps: what arrives is counted."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import product
from random import Random

import pytest
import time_machine

from goals.rhythm import current_period
from notifications.domain.dispatch import dispatch
from notifications.domain.sending import deliver
from notifications.domain.weeks import Week, week_of
from notifications.models import Delivery, MailPreference, Notification
from tests.factories import CompanyFactory, CycleFactory, IndividualObjectiveFactory, KeyResultFactory, UserFactory

ZONES = ["Australia/Lord_Howe", "America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kathmandu"]
# The Mondays of the weeks that end with a change: New York, London and Lord Howe, there and back.
CHANGES = [date(2026, 3, 2), date(2026, 3, 23), date(2026, 3, 30), date(2026, 9, 28), date(2026, 10, 19)]
CHANGES += [date(2026, 10, 26)]
HOURS = [time(1, 30), time(2), time(2, 30), time(8, 30), time(16)]
QUIET = [(time(18), time(8)), (time(22), time(2, 15)), (time(18), time(18))]
REMINDER_DAYS = [1, 3, 4]  # so that digest and reminder meet
SUNDAY, AN_HOUR, A_DAY = 6, timedelta(hours=1), timedelta(days=1)


def settle_in(dice, monday):
    """Two people a zone, who chose by chance among hours around the change and others."""
    people = []
    companies = [CompanyFactory(time_zone=zone, due_weekday=dice.choice([1, 4])) for zone in ZONES]
    joined_at = datetime.combine(monday, time(0), UTC) - 40 * A_DAY
    for company, _number in product(companies, range(2)):
        person = UserFactory(company=company, time_zone=company.time_zone, joined_at=joined_at)
        cycle = CycleFactory(company=company, starts_on=monday - 28 * A_DAY, ends_on=monday + 60 * A_DAY)
        KeyResultFactory(objective=IndividualObjectiveFactory(owner=person, cycle=cycle))
        quiet_from, quiet_until = dice.choice(QUIET)
        MailPreference.objects.create(
            person=person,
            weekday=dice.choice([*REMINDER_DAYS, SUNDAY]),
            at=dice.choice(HOURS),
            quiet_from=quiet_from,
            quiet_until=quiet_until,
        )
        people.append(person)
    return people


def moments(dice, monday):
    """From the Saturday before to the Tuesday after: minutes on, hours skipped, and up to two hours back."""
    now = datetime.combine(monday - 2 * A_DAY, time(0), UTC)
    while now < datetime.combine(monday + 8 * A_DAY, time(12), UTC):
        yield now
        jump = dice.choices([(1, 90), (60, 180), (-120, -1)], [0.75, 0.15, 0.1])[0]
        now += timedelta(minutes=dice.randint(*jump))


def live(dice, monday, mailbox):
    """Let the week pass.

    Return the people, what arrived as {person: [(kind, period, moment), …]}, and of who checked in up to which day
    that counts and after how many mails.
    """
    people, arrived, checked_in = settle_in(dice, monday), defaultdict(list), {}
    by_address = {person.email: person for person in people}
    for now in moments(dice, monday):
        with time_machine.travel(now, tick=False):
            for _time in range(2):
                dispatch(now, partial(deliver, now=now))
            for mail in mailbox:
                row = Delivery.objects.get(message_id=mail.extra_headers["Message-ID"])
                arrived[by_address[mail.to[0]]].append((row.kind, row.period, now))
            mailbox.clear()
            if dice.random() < 0.02:
                person = dice.choice(people)
                checked_in.setdefault(person, (check_in(person), len(arrived[person])))
    return people, arrived, checked_in


def check_in(person):
    """Check in, and return the last day of the period that it was for."""
    key_result = person.key_results.get()
    period = current_period(key_result, person.company)
    key_result.last_period = period.start
    key_result.save()
    return period.end


def judge(people, monday, arrived, checked_in):
    counted = Counter(Delivery.objects.filter(kind="digest").values_list("person", "period"))
    assert {counted[person.pk, Week(monday).key] for person in people} == {1}
    assert set(counted.values()) == {1}
    for person in people:
        mails = arrived[person]
        assert Counter(mail[:2] for mail in mails).most_common(1)[0][1] == 1
        assert [kind for kind, period, _now in mails if period == Week(monday).key] == ["digest"]
        if person in checked_in:
            is_at_peace(*checked_in[person], mails)
        one_a_day(person, mails)
        in_good_hours(person, mails)
    told = Counter(Notification.objects.values_list("person", "activity__kind", "activity__occasion"))
    assert set(told.values()) == {1}


def one_a_day(person, mails):
    """On the last day of its week a digest may come beside a reminder, and only there."""
    days = defaultdict(list)
    for kind, _period, now in mails:
        days[now.astimezone(person.zone).date()].append(kind)
    assert all(len(kinds) == 1 for day, kinds in days.items() if day.weekday() != SUNDAY), days
    assert all(kinds.count("reminder") <= 1 for kinds in days.values())


def in_good_hours(person, mails):
    """At the hour that was chosen, or where nobody looked for hours, when it is not quiet."""
    preference = person.mail_preference
    for kind, _period, now in mails:
        local = now.astimezone(person.zone)
        chosen = datetime.combine(local.date(), preference.at, person.zone).astimezone(UTC)
        is_punctual = chosen <= now < chosen + 4 * AN_HOUR
        is_last_chance = kind == "digest" and week_of(now, person.zone).end(person.zone) - now < A_DAY
        assert is_punctual or is_last_chance or not preference.quiet.hold(local.time()), (kind, local, preference)


def is_at_peace(checked_until, before, mails):
    """Of what was due before the end of the period checked in for no reminder comes any more."""
    due_days = [date.fromisoformat(period[:10]) for kind, period, _now in mails[before:] if kind == "reminder"]
    assert all(day > checked_until for day in due_days), (due_days, checked_until)


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("monday", CHANGES)
def test_a_clock_that_jumps_neither_doubles_nor_loses_mail(monday, mailoutbox, caplog):
    dice = Random(str(monday))

    people, arrived, checked_in = live(dice, monday, mailoutbox)

    judge(people, monday, arrived, checked_in)
    assert any(kind == "reminder" for mails in arrived.values() for kind, _period, _now in mails)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
