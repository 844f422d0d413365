"""Reminders of check-ins that are overdue: a mail on the second working day after the due day, one on the fifth.

They come at the hour at which the reader likes mail, or when their quiet hours end, on working days only, and never
beside a digest.
"""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from goals.queries.overdue import overdue_of_people
from notifications.domain.planner import awaiting_digest, readers
from notifications.domain.switch import looked_until, mail_switch, note_reminders
from notifications.domain.weeks import day_between, moment
from notifications.models import Delivery
from notifications.quiet import QuietHours
from notifications.registry import planner
from okrapp.mails.ladder import reminder_on
from people.models import Role
from people.queries import share_companies
from people.working_days import is_working_day

ONE_DAY = timedelta(days=1)


@planner
def plan_reminders(now):
    """Write the reminders whose hour has come since this ran last, at most a day ago.

    Safe to run any number of times, also at once: nobody is reminded twice of one due day.
    """
    since = looked_until(mail_switch().reminders_until, now)
    for people, day, hour in reached(since, now):
        Delivery.objects.bulk_create(rows(people, day, hour, now), batch_size=500, ignore_conflicts=True)
    note_reminders(now)


def reached(since, now):
    """Yield (people, their day, hour) for all who are to be reminded at a moment after ``since``, up to ``now``."""
    wanting = readers().exclude(role=Role.VIEWER).exclude(mail_preference__reminders=False)
    chosen = wanting.order_by().values_list("company", "time_zone", "at", "quiet_from", "quiet_until").distinct()
    for company, zone, at, *quiet in chosen:
        hour = QuietHours(*quiet).past(at)
        if day := day_between(hour, ZoneInfo(zone), since, now):
            people = wanting.filter(company=company, time_zone=zone, at=at, quiet_from=quiet[0], quiet_until=quiet[1])
            yield list(people.select_related("company", "mail_preference")), day, hour


def rows(people, day, hour, now):
    """The reminders of people of one company for that hour of the day, not yet saved; one a person at most.

    What falls due on the day itself has the day in the app. Where the digest of the day carries it, the row says so
    and nothing is sent.
    """
    company = next(iter(share_companies(people).values()))
    if not is_working_day(company, day):
        return []
    overdue = overdue_of_people(people, moment(day, time(0), company.zone))
    concerned = [person for person in people if person.pk in overdue]
    with_digest = awaiting_digest(concerned, now) | had_digest(concerned, day)
    return [
        row(person, *owed, day, hour, is_carried=person.pk in with_digest)
        for person in concerned
        if (owed := reminder_on(company, [each.due_on for each in overdue[person.pk]], day))
    ]


def had_digest(people, day):
    """The ids of those, in one zone, whose digest is sent on that day of theirs or still on its way from before."""
    if not people:
        return set()
    begins, ends = (moment(each, time(0), people[0].zone) for each in (day, day + ONE_DAY))
    of_the_day = Q(day=day) & ~Q(state=Delivery.State.SKIPPED) | Q(sent_at__gte=begins, sent_at__lt=ends)
    on_its_way = Q(state__in=[Delivery.State.QUEUED, *Delivery.HELD], expires_at__gt=begins)
    digests = Delivery.objects.filter(of_the_day | on_its_way, kind=Delivery.Kind.DIGEST, person__in=people)
    return set(digests.values_list("person", flat=True))


def row(person, due_on, step, day, hour, *, is_carried):
    return Delivery(
        company_id=person.company_id,
        person=person,
        kind=Delivery.Kind.REMINDER,
        period=f"{due_on}{step}",
        day=None if is_carried else day,
        state=Delivery.State.SKIPPED if is_carried else Delivery.State.QUEUED,
        reason=Delivery.Reason.DIGEST if is_carried else "",
        due_at=moment(day, hour, person.zone),
        expires_at=moment(day + ONE_DAY, time(0), person.zone),
    )
