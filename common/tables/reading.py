from pathlib import PurePath

from django.utils.translation import gettext as _

from .csv_reading import read_csv_records
from .errors import TableError
from .limits import MAX_BYTES, MEBIBYTE
from .table import build_table
from .xlsx_reading import read_xlsx_records

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
READABLE = {".csv", ".tsv", ".txt", ".xlsx"}


def read_table(file, *, name):
    """Read a CSV or XLSX file (opened in binary; ``name`` as uploaded) into a Table of plain text.

    Of a workbook the first visible sheet is read, formulas as the values last shown. Apostrophes that
    write_csv and write_xlsx put before text are removed. Raises TableError, translated, for what is refused.
    """
    data = file.read(MAX_BYTES + 1)
    _check_size(data)
    suffix = PurePath(name).suffix.lower()
    _check_kind(data, suffix)
    if data.startswith(ZIP):
        return build_table(read_xlsx_records(data))
    return build_table(read_csv_records(data))


def _check_size(data):
    if len(data) > MAX_BYTES:
        raise TableError(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // MEBIBYTE})
    if not data:
        raise TableError(_("The file is empty."))


def _check_kind(data, suffix):
    if data.startswith(OLE) and ENCRYPTED_PART in data:
        raise TableError(_("The workbook is protected by a password. Save it without one and try again."))
    if suffix == ".xls" or data.startswith(OLE):
        raise TableError(_("Workbooks of the old kind (.xls) cannot be read. Save it as .xlsx or CSV."))
    if suffix == ".xlsm":
        raise TableError(_("Workbooks with macros (.xlsm) cannot be read. Save it as .xlsx or CSV."))
    if suffix not in READABLE:
        raise TableError(_("This kind of file cannot be read. Choose a CSV or Excel (.xlsx) file."))
    if suffix == ".xlsx" and not data.startswith(ZIP):
        raise TableError(_("The file is not an Excel workbook, though its name says so."))
