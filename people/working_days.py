"""On which days a company works: Monday to Friday, less public holidays and its own days off."""

from datetime import timedelta
from functools import lru_cache

from holidays import country_holidays

WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)


@lru_cache
def public_holidays(country, year):
    """The dates of a year's public holidays, substitutes and days between two of them included."""
    return frozenset(country_holidays(country, years=year, expand=False))


def is_public_holiday(country, day):
    """Whether the day is a public holiday of the country; "" observes none."""
    return bool(country) and day in public_holidays(country, day.year)


def is_holiday(company, day):
    """Whether the day is a public holiday or a day off of the company, weekend or not.

    Its days off are loaded once (``Company.days_off_spans``).
    """
    is_day_off = any(first <= day <= last for first, last in company.days_off_spans)
    return is_day_off or is_public_holiday(company.holidays, day)


def is_working_day(company, day):
    """Whether the company works on the date."""
    return day.weekday() not in WEEKEND and not is_holiday(company, day)


def add_working_days(company, day, count):
    """The date ``count`` working days after the day, which itself need not be one; 0 gives the day itself."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(company, day)
    return day
