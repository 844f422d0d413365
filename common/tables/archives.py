"""Checks on an XLSX file as a zip archive, made before any of its XML is parsed."""

import re

from django.utils.translation import gettext as _

from .errors import TableError
from .limits import MEBIBYTE, check_rows

MAX_MEMBERS = 1_000
MAX_UNPACKED = 64 * MEBIBYTE
MAX_RATIO = 100
RATIO_MATTERS_FROM = MEBIBYTE  # small members compress well without harm
MAX_TAGS = 3_000_000  # half a million cells of text: more take openpyxl over ten seconds
CHUNK = MEBIBYTE
IS_ENCRYPTED = 0x1
ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")


def check_archive(archive):
    """Refuse an archive by what it declares about its members: macros, encryption, number, sizes, ratio.

    The declared size binds: the zip reader stops there, so a false one cannot unpack to more.
    """
    members = archive.infolist()
    if any(member.filename.endswith("vbaProject.bin") for member in members):
        raise TableError(_("Workbooks with macros (.xlsm) cannot be read. Save it as .xlsx or CSV."))
    if any(member.flag_bits & IS_ENCRYPTED for member in members):
        raise TableError(_("The workbook is protected by a password. Save it without one and try again."))
    too_large = sum(member.file_size for member in members) > MAX_UNPACKED
    if too_large or len(members) > MAX_MEMBERS or any(map(_is_bomb, members)):
        raise _too_much()


def check_markup(archive):
    """Refuse an archive with more XML tags than can be read in a moment."""
    if sum(chunk.count(b"<") for path in archive.namelist() for chunk in _chunks(archive, path)) > MAX_TAGS:
        raise _too_much()


def check_row_tags(archive, path):
    """Refuse a sheet with too many rows by counting tags, some hundred times faster than parsing it."""
    count = 0
    for chunk in _chunks(archive, path):
        count += len(ROW_TAG.findall(chunk))
        check_rows(count - 1)


def _is_bomb(member):
    ratio = member.file_size / max(member.compress_size, 1)
    return member.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO


def _chunks(archive, path):
    with archive.open(path) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _too_much():
    return TableError(_("The workbook unpacks to more data than is accepted. Save only the table, as CSV."))
