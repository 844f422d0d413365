"""The company's calendar: fiscal years and their parts, and the periods in which check-ins fall due."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from common.text import is_japanese

MONTHS_IN = {"quarter": 3, "half": 6, "year": 12}
WEEKS_IN = {"weekly": 1, "biweekly": 2}
SHORTEST_PART_DAYS = 4
ONE_DAY = timedelta(days=1)

CYCLE_NAMES = {
    "ja": {
        "quarter": (
            "{year}年度 第1四半期",
            "{year}年度 第2四半期",
            "{year}年度 第3四半期",
            "{year}年度 第4四半期",
        ),
        "half": ("{year}年度 上期", "{year}年度 下期"),
        "year": ("{year}年度",),
    },
    "en": {
        "quarter": ("FY{year} Q1", "FY{year} Q2", "FY{year} Q3", "FY{year} Q4"),
        "half": ("FY{year} H1", "FY{year} H2"),
        "year": ("FY{year}",),
    },
}


@dataclass(frozen=True, order=True)
class Period:
    """A run of days; both ends belong to it."""

    start: date
    end: date

    def __contains__(self, day):
        return self.start <= day <= self.end

    @property
    def days(self):
        return (self.end - self.start).days + 1


# Fiscal years


def fiscal_year(day, start_month):
    """Return the fiscal year of the day, named after the calendar year in which it starts."""
    return day.year if day.month >= start_month else day.year - 1


def year_span(year, start_month):
    """Return the days of fiscal year `year`."""
    return _fiscal_span("year", year, 1, start_month)


def half_span(year, half, start_month):
    """Return the days of half 1 or 2 of fiscal year `year`."""
    return _fiscal_span("half", year, half, start_month)


def quarter_span(year, quarter, start_month):
    """Return the days of quarter 1 to 4 of fiscal year `year`."""
    return _fiscal_span("quarter", year, quarter, start_month)


def span_around(kind, day, start_month):
    """Return the days of the fiscal quarter, half or year in which the day lies."""
    return _fiscal_span(kind, fiscal_year(day, start_month), _number_in_year(kind, day, start_month), start_month)


def _number_in_year(kind, day, start_month):
    return (day.month - start_month) % 12 // MONTHS_IN[kind] + 1


def _fiscal_span(kind, year, number, start_month):
    months = MONTHS_IN[kind]
    if not 1 <= number <= 12 // months:
        raise ValueError(f"A fiscal year has no {kind} {number}.")
    first_month = start_month + (number - 1) * months
    return Period(_first_of(year, first_month), _first_of(year, first_month + months) - ONE_DAY)


def _first_of(year, month):
    # Month 13 is January of the next year.
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def cycle_name(kind, start, start_month, language):
    """Return the name of the quarter, half or year in which the day `start` lies.

    2026年度 第3四半期 in Japanese, FY2026 Q3 in English. Raises KeyError for custom: people name those.
    """
    names = CYCLE_NAMES["ja" if is_japanese(language) else "en"][kind]
    return names[_number_in_year(kind, start, start_month) - 1].format(year=fiscal_year(start, start_month))


# Check-in periods


def check_in_periods(starts_on, ends_on, cadence):
    """Return the check-in periods of the span in order; together they hold each of its days exactly once.

    ISO weeks, cut to the span; a first or last part of fewer than four days joins its neighbour. Biweekly
    takes them in pairs from the first; an odd last one stands alone.
    """
    return list(_periods(starts_on, ends_on, cadence))


def period_of(day, starts_on, ends_on, cadence):
    """Return the check-in period that holds the day, or None outside the span."""
    if not starts_on <= day <= ends_on:
        return None
    periods = _periods(starts_on, ends_on, cadence)
    return periods[bisect_right(periods, day, key=lambda period: period.start) - 1]


def due_at(period, weekday, hour, zone):
    """Return the moment, in the time zone `zone`, at which the check-in of the period is due.

    The last such weekday (Monday = 0) in the period at that full hour; without one, the period's last day.
    """
    days_back = (period.end.weekday() - weekday) % 7
    day = period.end - timedelta(days=days_back)
    return datetime.combine(day if day in period else period.end, time(hour), tzinfo=zone)


def week_of_cycle(day, starts_on):
    """Return which block of seven days since the start holds the day; the first is 1, days before it < 1."""
    return (day - starts_on).days // 7 + 1


@lru_cache(maxsize=1024)
def _periods(starts_on, ends_on, cadence):
    # Kept, because a company's many key results share a handful of spans.
    weeks = _join_short_ends(_weeks(starts_on, ends_on))
    size = WEEKS_IN[cadence]
    chunks = (weeks[index : index + size] for index in range(0, len(weeks), size))
    return tuple(Period(chunk[0].start, chunk[-1].end) for chunk in chunks)


def _weeks(starts_on, ends_on):
    weeks = []
    while starts_on <= ends_on:
        sunday = starts_on + timedelta(days=6 - starts_on.weekday())
        weeks.append(Period(starts_on, min(sunday, ends_on)))
        starts_on = sunday + ONE_DAY
    return weeks


def _join_short_ends(weeks):
    if len(weeks) > 1 and weeks[0].days < SHORTEST_PART_DAYS:
        weeks = [Period(weeks[0].start, weeks[1].end), *weeks[2:]]
    if len(weeks) > 1 and weeks[-1].days < SHORTEST_PART_DAYS:
        weeks = [*weeks[:-2], Period(weeks[-2].start, weeks[-1].end)]
    return weeks
