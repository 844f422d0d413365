"""How large a table may be. What exceeds a limit is refused before it costs time."""

from django.utils.translation import gettext as _

from .errors import TableError

MEBIBYTE = 1024 * 1024
MAX_BYTES = 5 * MEBIBYTE
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL_LENGTH = 32_767  # what a cell of Excel holds


def check_rows(count):
    """Refuse a table with more than ``count`` rows below its header."""
    if count > MAX_ROWS:
        message = _("The table has more than %(limit)s rows. Split it, or delete the empty rows below it.")
        raise TableError(message % {"limit": MAX_ROWS})


def check_columns(count):
    """Refuse a table of more than ``count`` columns."""
    if count > MAX_COLUMNS:
        message = _("The table has more than %(limit)s columns. Delete those not needed, also empty ones.")
        raise TableError(message % {"limit": MAX_COLUMNS})
