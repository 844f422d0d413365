import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .errors import TableError

SEPARATORS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a table; problems are given in the words a person finds in the file."""

    positions: dict[str, int]
    missing: list[str]
    duplicate: list[str]
    unknown: list[str]

    def pick(self, row):
        """Return the row's cells by field name; fields without a column are left out."""
        return {field: row.cells[position] for field, position in self.positions.items()}

    def check(self):
        """Raise TableError if a required column is missing or any appears twice; unknown ones may pass."""
        if self.missing:
            raise TableError(_("Columns are missing: %(columns)s.") % {"columns": _listed(self.missing)})
        if self.duplicate:
            raise TableError(_("Columns appear twice: %(columns)s.") % {"columns": _listed(self.duplicate)})


def match_columns(header, aliases, *, required=()):
    """Find each field of ``aliases`` (field → names its column may bear, the preferred first) in a header.

    The field's own name counts as well. Width, case, spaces, hyphens and underscores make no difference.
    """
    fields = {normalise(name): field for field, names in aliases.items() for name in (field, *map(str, names))}
    positions, duplicate, unknown = {}, [], []
    for position, name in enumerate(header):
        field = fields.get(normalise(name))
        if field is None:
            unknown += [name] if name else []
        elif field in positions:
            duplicate.append(name)
        else:
            positions[field] = position
    missing = [_preferred(field, aliases) for field in required if field not in positions]
    return Columns(positions, missing, duplicate, unknown)


def normalise(name):
    """Return a column name without what people type differently: width, case, spaces, - and _."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", name).casefold())


def _preferred(field, aliases):
    return str(next(iter(aliases[field]), field))


def _listed(names):
    return pgettext("between the items of a list", ", ").join(names)
