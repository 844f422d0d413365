"""Reminders of check-ins that are overdue: one mail on the second working day after the due day, no more.

They come at the hour at which the reader likes mail, on working days only, and never beside a digest.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from goals.queries.overdue import overdue_of_people
from notifications.domain.planner import awaiting_digest, readers
from notifications.domain.switch import mail_switch
from notifications.models import Delivery, MailSwitch
from notifications.registry import planner
from people.models import Role
from people.queries import share_companies
from people.working_days import add_working_days, is_working_day

REMIND_FROM, REMIND_BEFORE = 2, 5
STEP = "+2"
ONE_DAY = timedelta(days=1)


@planner
def plan_reminders(now):
    """Write the reminders whose hour has come since this ran last, at most a day ago.

    Safe to run any number of times, also at once: nobody is reminded twice of one due day.
    """
    since = max(mail_switch().reminders_until or now - ONE_DAY, now - ONE_DAY)
    for people, day in reached(since, now):
        Delivery.objects.bulk_create(rows(people, day, now), batch_size=500, ignore_conflicts=True)
    MailSwitch.objects.update(reminders_until=now)


def reached(since, now):
    """Yield (people, their day) for all who like their mail at a moment after ``since``, up to ``now``."""
    wanting = readers().exclude(role=Role.VIEWER).exclude(mail_preference__reminders=False)
    for company, zone, at in wanting.order_by().values_list("company", "time_zone", "at").distinct():
        day = day_between(at, ZoneInfo(zone), since, now)
        if day:
            people = wanting.filter(company=company, time_zone=zone, at=at)
            yield list(people.select_related("company", "mail_preference")), day


def day_between(at, zone, since, now):
    """The date on which it is ``at`` in the zone after ``since`` and not after ``now``; or None."""
    days = {moment.astimezone(zone).date() for moment in (since, now)}
    return next((day for day in sorted(days) if since < datetime.combine(day, at, tzinfo=zone) <= now), None)


def rows(people, day, now):
    """The reminders of people of one company for that day, not yet saved; one a person at most.

    Where the digest of the day carries it, the row says so and nothing is sent.
    """
    company = next(iter(share_companies(people).values()))
    if not is_working_day(company, day):
        return []
    overdue = overdue_of_people(people, now)
    concerned = [person for person in people if person.pk in overdue]
    with_digest = awaiting_digest(concerned, now) | had_digest(concerned, day)
    return [
        row(person, due_on, day, is_carried=person.pk in with_digest)
        for person in concerned
        if (due_on := reminded_of(company, overdue[person.pk], day))
    ]


def reminded_of(company, overdue, day):
    """The latest due date of which that day reminds, or None where it is too early or too late for each."""
    due_days = (
        each.due_on
        for each in overdue
        if add_working_days(company, each.due_on, REMIND_FROM)
        <= day
        < add_working_days(company, each.due_on, REMIND_BEFORE)
    )
    return max(due_days, default=None)


def had_digest(people, day):
    """The ids of those whose digest is sent, or about to be, on that day of theirs."""
    digests = Delivery.objects.filter(kind=Delivery.Kind.DIGEST, person__in=people, day=day)
    return set(digests.exclude(state=Delivery.State.SKIPPED).values_list("person", flat=True))


def row(person, due_on, day, *, is_carried):
    zone = ZoneInfo(person.time_zone)
    return Delivery(
        company_id=person.company_id,
        person=person,
        kind=Delivery.Kind.REMINDER,
        period=f"{due_on}{STEP}",
        day=None if is_carried else day,
        state=Delivery.State.SKIPPED if is_carried else Delivery.State.QUEUED,
        reason=Delivery.Reason.DIGEST if is_carried else "",
        expires_at=datetime.combine(day + ONE_DAY, time(0), tzinfo=zone),
    )
