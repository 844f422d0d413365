"""The sheet of actuals in finished strings."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import pgettext

from common.templatetags.components import state
from kpis.forms.sheet import Cell
from kpis.lateness import is_late, last_due
from kpis.thresholds import State
from kpis.wording import TONES, period_name, state_word


@dataclass(frozen=True)
class Column:
    """A period of the sheet; ``ref`` is the id of its heading."""

    ref: str
    name: str
    note: str


@dataclass(frozen=True)
class SheetRow:
    """A KPI and its cells, each with the column it stands in."""

    pk: int
    name: str
    unit: str
    late: str
    cells: list[tuple[Cell, Column, bool]]


@dataclass(frozen=True)
class Group:
    title: str
    columns: list[Column]
    rows: list[SheetRow]


def groups(form, company):
    """One table for each frequency that the sheet's KPIs have."""
    first = next((cell for cell in form.cells if cell.message), None)
    found = groupby(form.rows, key=lambda row: row[0].frequency)
    return [group(form, frequency, list(rows), first, company) for frequency, rows in found]


def group(form, frequency, rows, first, company):
    periods = form.periods[frequency]
    columns = [column(period, form.day, company) for period in periods]
    return Group(
        title=rows[0][0].get_frequency_display(),
        columns=columns,
        rows=[sheet_row(kpi, cells, columns, first, company.today()) for kpi, cells in rows],
    )


def column(period, day, company):
    return Column(
        ref=f"period-{period.key}",
        name=period_name(period, company.fiscal_year_start_month),
        note=pgettext("a period", "still running") if day in period else "",
    )


def sheet_row(kpi, cells, columns, first, today):
    return SheetRow(
        pk=kpi.pk,
        name=kpi.name,
        unit=kpi.unit,
        late=late_word(kpi, cells, today),
        cells=[(cell, each, cell is first) for cell, each in zip(cells, columns, strict=True)],
    )


def late_word(kpi, cells, today):
    """That the period which ended last is late, as far as the sheet goes back; else nothing."""
    actuals = {cell.period.key: cell.stored for cell in cells}
    is_shown = last_due(kpi, today) >= cells[0].period
    return late_state() if is_shown and is_late(kpi, cells[-2].period, today, actuals) else ""


def late_state():
    return state(state_word(State.LATE), TONES[State.LATE])


def due_row(due):
    """A line of the home page about a KPI that waits for its actual."""
    kpi = due.kpi
    return {
        "name": kpi.name,
        "url": kpi.get_absolute_url(),
        "period": period_name(due.period, kpi.company.fiscal_year_start_month),
        "late": late_state() if due.is_late else "",
        "record_url": reverse("kpi-record", args=[kpi.code]),
    }
