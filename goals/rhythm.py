"""When check-ins of an objective's key results are due: the company's rhythm, or a department's own."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from common.periods import check_in_periods, due_at, period_of
from people.due_weekdays import changes_of, weekday_on
from people.models import Cadence

SETTINGS = ("cadence", "due_weekday", "due_hour")
DAYS = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14}


@dataclass(frozen=True)
class Rhythm:
    """``earlier`` are (last day, weekday), in order, of the weekdays before ``weekday``."""

    cadence: str
    weekday: int
    earlier: tuple[tuple[date, int], ...]
    hour: int
    zone: ZoneInfo

    @property
    def days(self):
        return DAYS[self.cadence]

    def periods(self, cycle, key_result):
        """Check-in periods of the key result: the cycle's, and on to its due date where that lies later."""
        return check_in_periods(cycle.starts_on, last_day(cycle, key_result), self.cadence)

    def period(self, cycle, key_result, day):
        """The period the day falls in; a day before the first or after the last counts there."""
        ends_on = last_day(cycle, key_result)
        day = min(max(day, cycle.starts_on), ends_on)
        return period_of(day, cycle.starts_on, ends_on, self.cadence)

    def due_at(self, period) -> datetime:
        """The moment check-ins of the period are due, aware, in the company's zone."""
        return due_at(period, self.weekday_of(period), self.hour, self.zone)

    def weekday_of(self, period):
        """The weekday that held when the period began: to move it leaves periods under way as they are."""
        number = bisect_left(self.earlier, period.start, key=lambda each: each[0])
        return self.earlier[number][1] if number < len(self.earlier) else self.weekday


def last_day(cycle, key_result):
    """The last day on which the key result asks for check-ins: its due date may lie after the cycle."""
    return max(cycle.ends_on, key_result.due_on)


def rhythm_of(objective, company):
    """The rhythm of an objective: each setting from the nearest department that states it, else the company's."""
    home, tree = objective.home_department_id, company.tree
    cadence, weekday, hour = tree.stated(home, SETTINGS)
    return Rhythm(
        cadence=company.cadence if cadence is None else cadence,
        weekday=company.due_weekday if weekday is None else weekday,
        earlier=earlier_weekdays([*tree.path(home), company]),
        hour=company.due_hour if hour is None else hour,
        zone=company.zone,
    )


def earlier_weekdays(places):
    """Rhythm.earlier of an objective whose departments and company, the nearest first, are ``places``."""
    if not any(place.earlier_weekdays for place in places):
        return ()
    return tuple((day, nearest_weekday(places, day)) for day in changes_of(places))


def nearest_weekday(places, day):
    return next(weekday for place in places if (weekday := weekday_on(place, day)) is not None)


def current_period(key_result, company):
    """The check-in period that a value recorded today belongs to."""
    objective = key_result.objective
    return rhythm_of(objective, company).period(objective.cycle, key_result, company.today())
