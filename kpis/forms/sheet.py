"""Many actuals typed at once: one cell for each KPI and period."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.numbers import NumberError, format_number, parse_number
from common.tables.cells import plain_text
from kpis.domain.measurements import Actual
from kpis.models import Kpi
from kpis.periods import KpiPeriod
from kpis.queries.collecting import sheet_periods
from kpis.queries.figures import actuals_since


@dataclass
class Cell:
    """One input. ``stored`` is the value that stands there now, ``seen`` the one its person had before them."""

    kpi: Kpi
    period: KpiPeriod
    stored: Decimal | None
    seen: Decimal | None
    text: str
    value: Decimal | None = None
    error: str = ""
    conflict: str = ""

    @property
    def key(self):
        return f"{self.kpi.pk}-{self.period.key}"

    @property
    def seen_text(self):
        return plain_text(self.seen)

    @property
    def message(self):
        return self.error or self.conflict

    @property
    def is_changed(self):
        return self.value is not None and self.value != self.seen

    def read(self, text, seen):
        """Take what was typed; the cell keeps it where it is wrong or somebody else was faster."""
        self.seen, self.text = seen, text.strip()
        try:
            self.value = parse_number(text) if self.text else None
        except NumberError as error:
            self.error = str(error)
            return
        if self.value is None and self.seen is not None:
            self.error = _("An actual can be corrected but not removed. Enter the right value.")
        elif not self.is_changed:
            self.seen = self.value = self.stored
            self.text = shown(self.stored)
        elif self.stored not in (self.seen, self.value):
            self.conflict = _("Meanwhile somebody entered %(value)s.") % {"value": shown(self.stored)}
            self.seen = self.stored

    def as_actual(self):
        return Actual(self.kpi, self.period, self.value)


class SheetForm:
    """The cells of some KPIs up to the period that holds ``day``. ``data`` is what was posted, or None."""

    def __init__(self, kpis, company, day, data=None):
        self.day = day
        self.periods = sheet_periods(company, day)
        self.rows = [(kpi, self.cells_of(kpi, found)) for kpi, found in with_actuals(kpis, self.periods)]
        self.cells = [cell for _kpi, cells in self.rows for cell in cells]
        for cell in self.cells if data is not None else ():
            if f"actual-{cell.key}" in data:
                cell.read(data[f"actual-{cell.key}"], as_value(data.get(f"seen-{cell.key}", "")))

        self.strays = list(self.typed_elsewhere(data or {}))

    def typed_elsewhere(self, data):
        """(KPI, period key, text) of what was typed where the KPI has no cell any more: its rhythm is another now."""
        kpis = {str(kpi.pk): kpi for kpi, _cells in self.rows}
        places = {f"actual-{cell.key}" for cell in self.cells}
        for name in sorted(data.keys() - places):
            what, pk, key = [*name.split("-", 2), "", ""][:3]
            text, seen = data[name].strip(), data.get(f"seen-{pk}-{key}", "")
            if what == "actual" and pk in kpis and text not in {"", shown(as_value(seen))}:
                yield kpis[pk], key, text

    def cells_of(self, kpi, found):
        values = [(period, found.get(period.key)) for period in self.periods[kpi.frequency]]
        return [Cell(kpi, period, value, value, shown(value)) for period, value in values]

    @property
    def errors(self):
        return [cell for cell in self.cells if cell.error]

    @property
    def conflicts(self):
        return [cell for cell in self.cells if cell.conflict]

    @property
    def changed(self):
        return [cell for cell in self.cells if cell.is_changed]

    @property
    def seen(self):
        """{place: the value its person saw} of the changed cells."""
        return {cell.as_actual().place: cell.seen for cell in self.changed}


def with_actuals(kpis, periods):
    """Each KPI with its actuals of the periods by key; one query for all."""
    found = actuals_since(kpis, min(run[0].start for run in periods.values()))
    return [(kpi, found.get(kpi.pk, {})) for kpi in kpis]


def shown(value):
    """The value as it is typed, every digit: nothing is rounded that would be saved again."""
    return "" if value is None else format_number(value, get_language())


def as_value(text):
    try:
        return parse_number(text)
    except NumberError:
        return None
