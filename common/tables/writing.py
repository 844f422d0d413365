import csv
import io
from codecs import BOM_UTF8
from datetime import date, datetime, timedelta
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from .cells import CONTROL, FORMULA, clean_text, guard_text, plain_text, spell_out

NUMBERS = (int, float, Decimal)


def write_csv(rows, file):
    """Write rows of values, the header first, to a binary file as iter_csv gives them."""
    for line in iter_csv(rows):
        file.write(line)


def iter_csv(rows):
    """Yield the lines of a CSV file as bytes: UTF-8 with the mark by which Excel knows it, commas, CRLF.

    Text that a spreadsheet would run as a formula gets an apostrophe, which read_table removes again;
    numbers, negative ones too, stay as they are. Values become text as in plain_text.
    """
    yield BOM_UTF8
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(rows, file):
    """Write rows of values, the header first, to a binary file as a workbook of one sheet.

    Text is always of the string type, never a formula; numbers and dates keep theirs. Aware times are
    written in their own zone, to the second.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    workbook.save(file)


def _csv_text(value):
    return guard_text(_written(value)) if isinstance(value, str) else plain_text(value)


def _xlsx_cell(sheet, value):
    if value is None or isinstance(value, NUMBERS):
        return value
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, date):
        return value
    return _string_cell(sheet, _written(plain_text(value)))


def _string_cell(sheet, text):
    """Make a cell that stays text, also when someone edits it in Excel (that is what quotePrefix does)."""
    cell = WriteOnlyCell(sheet, value=spell_out(guard_text(text) if text.startswith("'") else text))
    cell.data_type = "s"
    cell.quotePrefix = bool(FORMULA.match(text))
    return cell


def _written(text):
    return clean_text(CONTROL.sub("", text))
