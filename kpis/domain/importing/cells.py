"""Periods as people and spreadsheets write them."""

import re
import unicodedata

from kpis.periods import Frequency, NotAPeriod, parse_key, period_at

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
# What spreadsheets make of 2026-10 when they open and save a CSV file.
MONTH_OF_A_SPREADSHEET = re.compile(r"([A-Z]{3})-(\d{2})", re.ASCII)
SEPARATORS = re.compile(r"[年月/.]")
PARTS = re.compile(r"(\d{4})(?:-?([QHW])(\d{1,2})|-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def read_period(text, frequency, start_month):
    """Return the period a cell names: by its key, as 2026年10月 or 2026/10, or by its first day.

    Raises NotAPeriod, also where the text names a period of another frequency.
    """
    key = as_key(text)
    if key is None:
        raise NotAPeriod(text)
    try:
        return parse_key(key, frequency, start_month)
    except NotAPeriod:
        return period_from(key, frequency, start_month)


def as_key(text):
    """The text as a key is written: 2026年10月, 2026/10 and Oct-26 are 2026-10; None for what is like no key."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if found := MONTH_OF_A_SPREADSHEET.fullmatch(plain):
        name, year = found.groups()
        return f"20{year}-{MONTHS.index(name) + 1:02}" if name in MONTHS else None
    found = PARTS.fullmatch(SEPARATORS.sub("-", plain).rstrip("日度-"))
    if not found:
        return None
    year, letter, number, month, day = found.groups()
    if letter:
        return f"{year}-{letter}{int(number):02}" if letter == "W" else f"{year}-{letter}{int(number)}"
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def period_from(key, frequency, start_month):
    """The period whose first day the key is: spreadsheets turn 2026-10 into that day."""
    day = parse_key(key, Frequency.DAY, start_month).start
    period = period_at(day, frequency, start_month)
    if period.start != day:
        raise NotAPeriod(key)
    return parse_key(period.key, frequency, start_month)
