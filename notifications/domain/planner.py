"""Who is owed a digest: one row per person and ISO week, whether it is sent or not, however often this runs.

Of the people without a row for the week it is where they are, those whose moment has come get one. Whoever gets
no mail gets a row with the reason. The database refuses a second row, so that planners may also run at once.
While nothing is due this costs the same few statements, whatever the number of people.
"""

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, TimeField, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from notifications.domain.digest_groups import Group
from notifications.domain.weeks import week_of
from notifications.models import Delivery, preference_of
from notifications.models.preference import DEFAULT_AT
from notifications.quiet import USUAL, QuietHours
from people.models import Company, User
from people.models.company import Weekday

BATCH = 500
GROUPED_BY = ["company", "time_zone", "weekday", "at", "quiet_from", "quiet_until"]
DIGESTS = Delivery.objects.filter(kind=Delivery.Kind.DIGEST)


def plan_digests(now):
    """Write the rows that are owed at the moment."""
    for rows in owed_digests(now):
        Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def owed_digests(now):
    """Yield lists of rows that are missing at the moment, not yet saved."""
    for week, people in readers_by_week(now):
        without_row = lacking(people, week)
        due = {group.key: group for group in waiting_groups(without_row, week) if group.due_at <= now}
        if due:
            yield list(rows_of(due, without_row, now))
        yield list(rows_for_missed(week.previous, people))


def readers():
    """Everybody who gets a digest or a reason why not, with ``weekday``, times and ``digest`` as they chose."""
    has_address = Q(email__isnull=False) & ~Q(email="")
    joined = User.objects.active().filter(has_address, joined_at__isnull=False, company__setup_step="")
    return joined.annotate(
        weekday=Coalesce("mail_preference__weekday", int(Weekday.MONDAY)),
        at=chosen_time("at", DEFAULT_AT),
        quiet_from=chosen_time("quiet_from", USUAL.begins),
        quiet_until=chosen_time("quiet_until", USUAL.ends),
        digest=Coalesce("mail_preference__digest", True),
    )


def chosen_time(field, usual):
    """A column: what the person chose, or what holds until then."""
    return Coalesce(f"mail_preference__{field}", Value(usual), output_field=TimeField())


def readers_by_week(now):
    """(week, people for whom it is that week): at most two, on both sides of a Sunday's midnight."""
    zones = defaultdict(list)
    for zone in User.objects.active().order_by().values_list("time_zone", flat=True).distinct():
        zones[week_of(now, ZoneInfo(zone))].append(zone)
    return [(week, readers().filter(time_zone__in=names)) for week, names in sorted(zones.items())]


def lacking(people, week):
    """Those of the people who have no digest row for the week.

    NOT IN, and not an anti-join: PostgreSQL has no statistics of a week that has just begun, takes it for empty and
    compares everybody with everybody.
    """
    return people.exclude(pk__in=DIGESTS.filter(period=week.key).values("person"))


def waiting_groups(people, week):
    """The groups the people fall into, each with its company and that company's days off."""
    keys = list(people.order_by().values_list(*GROUPED_BY).distinct())
    companies = Company.objects.prefetch_related("days_off").in_bulk({key[0] for key in keys})
    return [
        Group(companies[pk], ZoneInfo(zone), weekday, at, week, QuietHours(*quiet))
        for pk, zone, weekday, at, *quiet in keys
    ]


def rows_of(groups, people, now):
    """A row for each of the people who is in one of the groups, {key: group}.

    Whoever gets other mail that day waits for the next one; on the last day of the week the digest comes beside it.
    Colleagues stand together, so that a batch is about few departments.
    """
    times = {key: group.sending_time(now) for key, group in groups.items()}
    days = {key: at.astimezone(groups[key].zone).date() for key, at in times.items()}
    taken = days_with_mail(set(days.values()))
    people = people.order_by("company", "department", "pk")
    for pk, joined_at, is_wanted, *key in people.values_list("pk", "joined_at", "digest", *GROUPED_BY):
        key = tuple(key)
        if key not in groups:
            continue
        group, day, has_mail = groups[key], days[key], (pk, days[key]) in taken
        reason = group.reason_against(joined_at, is_wanted)
        if reason or not has_mail or day == group.week.days[-1]:
            yield group.row(pk, reason=reason, day=None if has_mail else day, due_at=times[key])


def days_with_mail(days):
    """(person, day) of all mail that counts for one of the days."""
    counted = Delivery.objects.filter(day__in=days, person__isnull=False).exclude(state=Delivery.State.SKIPPED)
    return set(counted.values_list("person", "day"))


def rows_for_missed(week, people):
    """A row for everybody who had digests before and none for a week that is over: nobody planned while it lasted."""
    earlier = DIGESTS.filter(person=OuterRef("pk"), period__lt=week.key)
    for person in lacking(people, week).filter(Exists(earlier)).order_by("pk").only("company", "time_zone"):
        end = week.end(person.zone)
        yield Delivery(
            company_id=person.company_id,
            person_id=person.pk,
            kind=Delivery.Kind.DIGEST,
            period=week.key,
            state=Delivery.State.SKIPPED,
            reason=Delivery.Reason.LATE,
            due_at=end,
            expires_at=end,
        )


def awaiting_digest(people, now):
    """The ids of those of the people whose digest is still to come today, where they are.

    No reminder is planned for them: on its day the digest carries it. Four statements for any number of people.
    """
    prefetch_related_objects(people, "company__days_off", "mail_preference")
    weeks = {person.pk: week_of(now, person.zone) for person in people}
    periods = {week.key for week in weeks.values()}
    planned = set(DIGESTS.filter(person__in=people, period__in=periods).values_list("person", "period"))
    return {
        person.pk
        for person in people
        if (person.pk, weeks[person.pk].key) not in planned and is_due_today(person, weeks[person.pk], now)
    }


def is_due_today(person, week, now):
    """Whether the week's digest of a person who has none yet is to be sent today or overdue."""
    preference = preference_of(person)
    group = Group(person.company, person.zone, preference.weekday, preference.at, week)
    is_unwanted = group.reason_against(person.joined_at, preference.digest)
    return not is_unwanted and group.day <= now.astimezone(person.zone).date()
