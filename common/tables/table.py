from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from .cells import CONTROL, clean_text, release_text
from .errors import TableError
from .limits import MAX_CELL_LENGTH, check_columns, check_rows


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row's number in a spreadsheet, from 1; there are as many cells as in the header."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    header: list[str]
    rows: list[Row]


def build_table(records):
    """Make a table of lists of text, one a spreadsheet row, blank ones too; the first filled is the header.

    Raises TableError for an empty table, too many rows or columns, and a cell that cannot be taken.
    """
    header, rows = None, []
    for number, record in enumerate(records, start=1):
        check_rows(number - 1)
        check_columns(len(record))
        cells = _filled([_read_cell(text, number, column) for column, text in enumerate(record, start=1)])
        if header is None:
            header = cells or None
        elif cells:
            rows.append(Row(number, _fitted(cells, len(header), number)))
    if header is None:
        raise TableError(_("The table is empty. Its first row must name the columns."))
    return Table(header, rows)


def _read_cell(text, row, column):
    if not text:
        return ""
    if len(text) > MAX_CELL_LENGTH:
        message = _("Cell %(cell)s: the text is longer than %(limit)s characters.")
        raise TableError(message % {"cell": _cell_name(row, column), "limit": MAX_CELL_LENGTH})
    if CONTROL.search(text):
        message = _("Cell %(cell)s contains a control character. Type the text anew.")
        raise TableError(message % {"cell": _cell_name(row, column)})
    return release_text(clean_text(text))


def _cell_name(row, column):
    return f"{get_column_letter(column)}{row}"


def _filled(cells):
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _fitted(cells, width, number):
    if len(cells) > width:
        raise TableError(_("Row %(row)s has more cells than the header.") % {"row": number})
    return cells + [""] * (width - len(cells))
