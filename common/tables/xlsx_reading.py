import io
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import ARC_STYLE

from .archives import check_archive, check_markup, check_row_tags
from .cells import plain_text, read_spelled
from .errors import TableError
from .limits import check_columns, check_rows
from .xlsx_styles import read_moment_styles


def read_xlsx_records(data):
    """Yield the rows of a workbook's first visible sheet as lists of text; a missing row is an empty list.

    Raises TableError for a workbook that is damaged, protected, with macros, or larger than the limits.
    """
    try:
        _check(data)
        for row in _open_first_sheet(data).iter_rows(values_only=True):
            yield [read_spelled(plain_text(value)) for value in row]
    except TableError:
        raise
    except Exception as error:  # a hostile file makes the zip, XML and workbook readers raise nearly anything
        raise TableError(_("The workbook is damaged. Open it in Excel, save it and try again.")) from error


def _check(data):
    with ZipFile(io.BytesIO(data)) as archive:
        check_archive(archive)
        check_markup(archive)


def _open_first_sheet(data):
    """Take openpyxl's own steps one by one: parts that are not needed here are neither parsed nor trusted."""
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    path = _first_sheet_path(reader.parser)
    check_row_tags(reader.archive, path)
    reader.read_strings()
    if ARC_STYLE in reader.valid_files:
        moments, durations = read_moment_styles(reader.archive.read(ARC_STYLE))
        reader.wb._date_formats, reader.wb._timedelta_formats = moments, durations
    sheet = ReadOnlyWorksheet(reader.wb, "", path, reader.shared_strings)
    check_rows((sheet.max_row or 1) - 1)
    check_columns(sheet.max_column or 1)
    sheet.reset_dimensions()  # a declared size may also be too small, and would then cut the table off
    return sheet


def _first_sheet_path(parser):
    return next(
        relation.target
        for sheet, relation in parser.find_sheets()
        if sheet.state == "visible" and relation.Type.endswith("/worksheet")
    )
