"""Tables that people exchange with spreadsheets: CSV and XLSX, read and written."""

from .columns import Columns, match_columns
from .errors import TableError
from .reading import read_table
from .table import Row, Table
from .writing import iter_csv, write_csv, write_xlsx

__all__ = [
    "Columns",
    "Row",
    "Table",
    "TableError",
    "iter_csv",
    "match_columns",
    "read_table",
    "write_csv",
    "write_xlsx",
]
