"""When the digest of a week is due: dates, times of day and zones in, moments out. Nothing here is stored or sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from people.working_days import is_holiday, is_working_day


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week, named after its Monday."""

    monday: date

    @property
    def key(self):
        """2026-W47: the period of a digest."""
        year, number, _weekday = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def days(self):
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def previous(self):
        return Week(self.monday - timedelta(days=7))

    @property
    def next(self):
        return Week(self.monday + timedelta(days=7))

    def end(self, zone):
        """The moment in which the week is over in the zone."""
        return moment(self.monday + timedelta(days=7), time(0), zone)


def week_of(now, zone):
    """The week it is in the zone."""
    day = now.astimezone(zone).date()
    return Week(day - timedelta(days=day.weekday()))


def moment(day, at, zone):
    """The moment of a local time, in UTC.

    A time that the clock skips comes later by what is skipped (02:30 at 03:30); of one that comes twice it is
    the first.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def day_between(at, zone, since, now):
    """The date on which it is ``at`` in the zone after ``since`` and not after ``now``, a day at most; or None."""
    days = {each.astimezone(zone).date() for each in (since, now)}
    return next((day for day in sorted(days) if since < moment(day, at, zone) <= now), None)


def digest_day(week, weekday, company):
    """The date of the week on which the digest is owed, or None where the company never works in it.

    A holiday gives way to the next working day of the week, else to the last one before it. Who chose a
    Saturday gets it on Saturday.
    """
    days = week.days
    if not is_holiday(company, days[weekday]):
        return days[weekday]
    after = [day for day in days[weekday + 1 :] if is_working_day(company, day)]
    before = [day for day in days[:weekday] if is_working_day(company, day)]
    return next(iter(after + before[::-1]), None)
