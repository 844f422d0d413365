"""Which cell styles of a workbook show their number as a date, a time or a duration."""

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.xml.constants import SHEET_MAIN_NS

# Formats that a Japanese Excel knows by number alone, so that the file does not spell them out.
JAPANESE_DATE_FORMATS = {*range(27, 37), *range(50, 59)}
JAPANESE_DATE = "yyyy/m/d"
NAMESPACE = {"x": SHEET_MAIN_NS}


def read_moment_styles(xml):
    """Return the numbers of the date and time styles, and among them those of durations.

    Only the number formats are read: openpyxl refuses a whole workbook for an empty fill or font.
    """
    root = fromstring(xml)
    custom = root.iterfind("x:numFmts/x:numFmt", NAMESPACE)
    written = {int(entry.get("numFmtId")): entry.get("formatCode") for entry in custom}
    numbers = [int(style.get("numFmtId", 0)) for style in root.iterfind("x:cellXfs/x:xf", NAMESPACE)]
    formats = [written.get(number) or _builtin(number) for number in numbers]
    moments = {index for index, code in enumerate(formats) if is_date_format(code)}
    durations = {index for index, code in enumerate(formats) if is_timedelta_format(code)}
    return moments, durations


def _builtin(number):
    return JAPANESE_DATE if number in JAPANESE_DATE_FORMATS else builtin_format_code(number)
