"""The periods of KPIs: days, ISO weeks and months; fiscal quarters, halves and years.

A key names a period for people, files and the API alike: 2026-11-21, 2026-W47, 2026-11, 2026-Q3, 2026-H1, 2026.
Quarters, halves and years are fiscal and bear the year in which their fiscal year starts.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from common.periods import fiscal_year, half_span, quarter_span, span_around, year_span

ONE_DAY = timedelta(days=1)
THURSDAY = timedelta(days=3)
FIRST_YEAR, LAST_YEAR = 2000, 2099


class Frequency(StrEnum):
    """How often a KPI is measured, finest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def rank(self):
        return list(Frequency).index(self)


KEYS = {
    Frequency.DAY: re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    Frequency.WEEK: re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    Frequency.MONTH: re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    Frequency.QUARTER: re.compile(r"(\d{4})-Q(\d)", re.ASCII),
    Frequency.HALF: re.compile(r"(\d{4})-H(\d)", re.ASCII),
    Frequency.YEAR: re.compile(r"(\d{4})", re.ASCII),
}
GRACE_DAYS = {
    Frequency.DAY: 1,
    Frequency.WEEK: 3,
    Frequency.MONTH: 5,
    Frequency.QUARTER: 10,
    Frequency.HALF: 20,
    Frequency.YEAR: 20,
}


class NotAPeriod(ValueError):
    """The text names no period of that frequency."""


@dataclass(frozen=True, order=True)
class KpiPeriod:
    """A period with its key; both days belong to it. In order of time within one frequency."""

    start: date
    end: date
    key: str
    frequency: Frequency

    def __contains__(self, day):
        return self.start <= day <= self.end

    @property
    def anchor(self):
        """The day that says to which coarser period it belongs: a week's Thursday, else its first day."""
        return self.start + THURSDAY if self.frequency == Frequency.WEEK else self.start


def period_at(day, frequency, start_month):
    """Return the period of that frequency that holds the day."""
    match frequency:
        case Frequency.DAY:
            return KpiPeriod(day, day, day.isoformat(), frequency)
        case Frequency.WEEK:
            monday = day - timedelta(days=day.weekday())
            year, week, _weekday = day.isocalendar()
            return KpiPeriod(monday, monday + 2 * THURSDAY, f"{year}-W{week:02}", frequency)
        case Frequency.MONTH:
            following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
            return KpiPeriod(day.replace(day=1), following - ONE_DAY, f"{day:%Y-%m}", frequency)
    return fiscal_period(span_around(frequency, day, start_month), frequency, start_month)


def fiscal_period(span, frequency, start_month):
    year = fiscal_year(span.start, start_month)
    months_in = (span.start.month - start_month) % 12
    key = {
        Frequency.QUARTER: f"{year}-Q{months_in // 3 + 1}",
        Frequency.HALF: f"{year}-H{months_in // 6 + 1}",
        Frequency.YEAR: f"{year}",
    }[frequency]
    return KpiPeriod(span.start, span.end, key, frequency)


def parse_key(key, frequency, start_month):
    """Return the period a key names. Raises NotAPeriod, also for another frequency's key and outside 2000–2099."""
    found = KEYS[frequency].fullmatch(key)
    if not found:
        raise NotAPeriod(key)
    year, *rest = (int(number) for number in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAPeriod(key)
    try:
        return period_at(first_day(frequency, year, rest, start_month), frequency, start_month)
    except ValueError as error:
        raise NotAPeriod(key) from error


def first_day(frequency, year, rest, start_month):
    match frequency:
        case Frequency.DAY:
            return date(year, *rest)
        case Frequency.WEEK:
            return date.fromisocalendar(year, *rest, 1)
        case Frequency.MONTH:
            return date(year, *rest, 1)
        case Frequency.QUARTER:
            return quarter_span(year, *rest, start_month).start
        case Frequency.HALF:
            return half_span(year, *rest, start_month).start
    return year_span(year, start_month).start


def before(period, start_month, count=1):
    """Return the period that lies ``count`` periods earlier."""
    for _step in range(count):
        period = period_at(period.start - ONE_DAY, period.frequency, start_month)
    return period


def after(period, start_month):
    """Return the next period."""
    return period_at(period.end + ONE_DAY, period.frequency, start_month)


def last_ended(day, frequency, start_month):
    """Return the latest period that is over on the day."""
    return before(period_at(day, frequency, start_month), start_month)


def run_up_to(period, start_month, count):
    """Return ``count`` periods in order of time, of which the given one is the last."""
    periods = [period]
    while len(periods) < count:
        periods.insert(0, before(periods[0], start_month))
    return periods


def coarser(period, frequency, start_month):
    """Return the period of a coarser (or the same) frequency to which it belongs: a week goes by its Thursday."""
    if frequency.rank < period.frequency.rank:
        raise ValueError(f"A {frequency} is finer than a {period.frequency}.")
    return period if frequency == period.frequency else period_at(period.anchor, frequency, start_month)


def finer(period, frequency, start_month):
    """Return all periods of a finer frequency that belong to the given one, in order of time."""
    found = []
    each = period_at(period.start - THURSDAY, frequency, start_month)
    while each.start <= period.end:
        if coarser(each, period.frequency, start_month) == period:
            found.append(each)
        each = after(each, start_month)
    return found
