"""When check-ins of an objective's key results are due: the company's rhythm, or a department's own."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from common.periods import check_in_periods, due_at, period_of
from people.models import Cadence

SETTINGS = ("cadence", "due_weekday", "due_hour")
DAYS = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14}


@dataclass(frozen=True)
class Rhythm:
    cadence: str
    weekday: int
    hour: int
    zone: ZoneInfo

    @property
    def days(self):
        return DAYS[self.cadence]

    def periods(self, cycle, key_result):
        """Check-in periods of the key result: the cycle's, and on to its due date where that lies later."""
        return check_in_periods(cycle.starts_on, max(cycle.ends_on, key_result.due_on), self.cadence)

    def period(self, cycle, key_result, day):
        """The period the day falls in; a day before the first or after the last counts there."""
        ends_on = max(cycle.ends_on, key_result.due_on)
        day = min(max(day, cycle.starts_on), ends_on)
        return period_of(day, cycle.starts_on, ends_on, self.cadence)

    def due_at(self, period) -> datetime:
        """The moment check-ins of the period are due, aware, in the company's zone."""
        return due_at(period, self.weekday, self.hour, self.zone)


def rhythm_of(objective, company):
    """The rhythm of an objective: each setting from the nearest department that states it, else the company's."""
    cadence, weekday, hour = company.tree.stated(objective.home_department_id, SETTINGS)
    return Rhythm(
        cadence=company.cadence if cadence is None else cadence,
        weekday=company.due_weekday if weekday is None else weekday,
        hour=company.due_hour if hour is None else hour,
        zone=company.zone,
    )


def current_period(key_result, company):
    """The check-in period that a value recorded today belongs to."""
    objective = key_result.objective
    return rhythm_of(objective, company).period(objective.cycle, key_result, company.today())
