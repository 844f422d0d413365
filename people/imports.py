"""Files of people and departments: chosen, read, and kept from the preview to the commit."""

import json
import zlib
from dataclasses import asdict

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.tables import TableError, match_columns, read_table
from people.domain.importing.columns import DEPARTMENTS, KINDS, PEOPLE, REQUIRED, aliases
from people.domain.importing.sheets import Line, Sheet

KEPT_SECONDS = 3600
ACCEPT = ".csv,.tsv,.txt,.xlsx"


class ImportForm(forms.Form):
    """One or both files; ``sheets`` holds what was read from them."""

    people = forms.FileField(
        label=gettext_lazy("File of people"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    departments = forms.FileField(
        label=gettext_lazy("File of departments"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean(self):
        cleaned = super().clean()
        chosen = {kind: cleaned[kind] for kind in KINDS if cleaned.get(kind)}
        self.sheets = [sheet for kind, file in chosen.items() if (sheet := self.read(kind, file))]
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Choose a file."))
        return cleaned

    def read(self, kind, file):
        try:
            return read_sheet(file, name=file.name, kind=kind)
        except TableError as refusal:
            self.add_error(kind, str(refusal))


def read_sheet(file, *, name, kind):
    """Read a file (opened in binary; ``name`` as uploaded) of ``people`` or ``departments`` into a Sheet.

    Raises TableError, translated, for what is refused.
    """
    table = read_table(file, name=name)
    columns = match_columns(table.header, aliases(kind), required=REQUIRED[kind])
    columns.check()
    if not table.rows:
        raise TableError(_("The file has no rows below its header."))
    headers = {field: table.header[position] for field, position in columns.positions.items()}
    lines = [Line(row.number, columns.pick(row)) for row in table.rows]
    return Sheet(kind, headers, lines, columns.unknown)


def keep_sheets(user, sheets, *, place="import"):
    """Keep what the person uploaded for an hour, on the server and for them alone, instead of what was kept.

    ``place`` tells the imports apart that may wait side by side.
    """
    packed = zlib.compress(json.dumps([asdict(sheet) for sheet in sheets]).encode())
    cache.set(cache_key(user, place), packed, KEPT_SECONDS)


def kept_sheets(user, *, place="import"):
    """What the person uploaded last, or nothing after an hour or an import."""
    packed = cache.get(cache_key(user, place))
    if packed is None:
        return []
    return [
        Sheet(**(sheet | {"lines": [Line(**line) for line in sheet["lines"]]}))
        for sheet in json.loads(zlib.decompress(packed))
    ]


def forget_sheets(user, *, place="import"):
    cache.delete(cache_key(user, place))


def cache_key(user, place):
    return f"{place}:{user.pk}"


KIND_NAMES = {PEOPLE: gettext_lazy("People"), DEPARTMENTS: gettext_lazy("Departments")}
