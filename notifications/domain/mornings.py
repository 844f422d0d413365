"""Whose day has begun: it begins when their quiet hours end, where they are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifications.domain.planner import chosen_time
from notifications.domain.weeks import day_between, moment
from notifications.quiet import USUAL, QuietHours
from people.models import Role, User

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Morning:
    """A day of some people, from one morning to the next; both moments are aware."""

    day: date
    begins: datetime
    ends: datetime


def mornings_between(since, now):
    """{company id: {(zone, from, until): Morning}} of the days begun after ``since``, up to ``now``. One query."""
    found = defaultdict(dict)
    for company, *key in everybody().order_by().values_list("company", *KEY).distinct():
        hour, zone = QuietHours(*key[1:]).morning, ZoneInfo(key[0])
        if day := day_between(hour, zone, since, now):
            found[company][tuple(key)] = Morning(day, moment(day, hour, zone), moment(day + ONE_DAY, hour, zone))
    return found


def woken(company, mornings):
    """[(person, Morning)] of those of the company whose day has begun, {key: Morning}. One query."""
    people = [(person, mornings.get(key_of(person))) for person in everybody().filter(company=company).order_by("pk")]
    for person, _morning in people:
        person.company = company
    return [(person, morning) for person, morning in people if morning]


KEY = ["time_zone", "quiet_from", "quiet_until"]


def key_of(person):
    return tuple(getattr(person, name) for name in KEY)


def everybody():
    """All who may be asked for something, with their quiet hours."""
    joined = User.objects.active().exclude(role=Role.VIEWER).filter(joined_at__isnull=False, company__setup_step="")
    return joined.annotate(
        quiet_from=chosen_time("quiet_from", USUAL.begins), quiet_until=chosen_time("quiet_until", USUAL.ends)
    )
