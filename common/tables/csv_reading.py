import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress

from django.utils.translation import gettext as _

from .errors import TableError

QUOTED = re.compile(r'"[^"]*"')
UNASSIGNED = re.compile("[\x80\uf8f0-\uf8f3]")  # what Python makes of bytes that CP932 leaves open
HEADER_SEARCH = 20_000  # characters in which the header is looked for


def read_csv_records(data):
    """Yield the records of a CSV file, each as a list of text; a blank line is an empty record.

    Raises TableError for an unknown encoding and for misplaced quotation marks.
    """
    text = decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_separator(text), strict=True)
    count = 0
    try:
        for record in reader:
            count += 1
            yield record
    except csv.Error as error:
        message = _("Row %(row)s: a quotation mark is not closed or stands in the wrong place.")
        raise TableError(message % {"row": count + 1}) from error


def decode(data):
    """Return the text of a file that Excel wrote: UTF-16 and UTF-8 by mark, UTF-8, or CP932."""
    for encoding in _candidates(data):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not (encoding == "cp932" and UNASSIGNED.search(text)):
                return text
    raise TableError(_("The character encoding is not known. Save the file as “CSV UTF-8” and try again."))


def _candidates(data):
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ["utf-16"]
    return ["utf-8-sig"] if data.startswith(BOM_UTF8) else ["utf-8", "cp932"]


def find_separator(text):
    """Return the separator of the first filled line: a tab if it has one, else the more frequent of , ;"""
    unquoted = QUOTED.sub("", text[:HEADER_SEARCH])
    header = next((line for line in unquoted.splitlines() if line.strip()), "")
    return "\t" if "\t" in header else max(",;", key=header.count)
