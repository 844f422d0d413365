"""Files of actuals as they are chosen and read."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.tables import TableError, match_columns, read_table
from kpis.domain.importing.cells import as_key
from kpis.domain.importing.columns import ACTUALS, REQUIRED, REQUIRED_WIDE, aliases
from people.domain.importing.sheets import Line, Sheet
from people.imports import ACCEPT


class ActualsImportForm(forms.Form):
    """One file of actuals; ``sheet`` holds what was read from it."""

    file = forms.FileField(
        label=gettext_lazy("File of actuals"),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.sheet = read_sheet(file, name=file.name)
        except TableError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


def read_sheet(file, *, name):
    """Read a file (opened in binary; ``name`` as uploaded) into a Sheet: one actual a row, or a column a period.

    Raises TableError, translated, for what is refused.
    """
    table = read_table(file, name=name)
    columns = columns_of(table.header)
    columns.check()
    if not table.rows:
        raise TableError(_("The file has no rows below its header."))
    headers = {field: table.header[position] for field, position in columns.positions.items()}
    lines = [Line(row.number, columns.pick(row)) for row in table.rows]
    return Sheet(ACTUALS, headers, lines, columns.unknown)


def columns_of(header):
    """The columns of one form or the other: what names a period is a column of its own where there is none for it."""
    columns = match_columns(header, aliases(), required=REQUIRED)
    periods = {name: [name] for name in columns.unknown if as_key(name)}
    if not periods or {"period", "actual"} & columns.positions.keys():
        return columns
    return match_columns(header, aliases() | periods, required=REQUIRED_WIDE)
