"""A single cell: its plain text, and the apostrophe that keeps text from being run as a formula."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

# Besides control characters: what no XML document may hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
# Workbooks spell out what XML cannot hold. Of text that looks like that, the first underscore is spelled out.
LOOKS_SPELLED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
SPELLED = re.compile(r"_x(000D|005F)_")
HALF_A_SECOND = timedelta(milliseconds=500)


def clean_text(text):
    """Return ``text`` without surrounding white space, with line breaks as in Excel: one line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def guard_text(text):
    """Put an apostrophe before text that a spreadsheet would run as a formula, full-width signs included.

    Text that already is such an apostrophe form gets one more, so that release_text always undoes it.
    """
    return f"'{text}" if FORMULA.match(text) else text


def release_text(text):
    """Undo guard_text: drop one apostrophe if what follows could be a formula."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def spell_out(text):
    """Return the text as a cell of a workbook holds it."""
    return LOOKS_SPELLED.sub("_x005F_", text)


def read_spelled(text):
    """Undo spell_out; and leave out carriage returns, the first half of a Windows line break."""
    return SPELLED.sub(lambda found: "_" if found[1] == "005F" else "", text)


def plain_text(value):
    """Return a cell's value as text: 1234.50 → "1234.5", dates as 2026-11-21, times to the second.

    A date and time at midnight is a date, as spreadsheets keep them; an aware one is given in its own zone.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            return _number_text(value)
        case datetime():
            return _moment_text(value)
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds")
        case timedelta():
            return _duration_text(value)
    return str(value)


def _number_text(value):
    if isinstance(value, float):  # a spreadsheet shows 15 digits; those after are noise of the binary form
        value = Decimal(format(value, ".15g"))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment_text(value):
    moment = value.replace(tzinfo=None) + HALF_A_SECOND
    text = moment.isoformat(sep=" ", timespec="seconds")
    return text.removesuffix(" 00:00:00")


def _duration_text(value):
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
