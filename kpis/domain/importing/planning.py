"""What a file of actuals would do, found out without changing anything."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.numbers import NumberError, parse_number
from common.tables.cells import plain_text
from common.text import search_key
from kpis import rules
from kpis.domain.errors import KpiError
from kpis.domain.importing.cells import read_period
from kpis.domain.importing.columns import NAMES
from kpis.domain.measurements import Actual, check_begun, latest_notes, measurements_at, says_something_new
from kpis.models import Kpi, MeasurementEntry
from kpis.periods import Frequency, NotAPeriod
from people.domain.importing.cells import SHOWN, Refused, too_long
from people.domain.importing.sheets import Entry, Plan, Problems

MAX_NOTE = MeasurementEntry._meta.get_field("note").max_length


def read_note(text):
    """Return the note as it was written, with its lines and blanks. Raises Refused where it is too long."""
    if len(text) > MAX_NOTE:
        raise Refused(too_long(MAX_NOTE))
    return text


@dataclass
class ActualsPlan(Plan):
    """The plan of a file of actuals; its ``roster`` holds the Actuals that say anything new."""

    @property
    def actuals(self):
        return self.roster


def make_plan(user, sheet):
    """Return the ActualsPlan of recording the sheet as that person, held against what is recorded now.

    Four queries for any number of rows.
    """
    planner = ActualsPlanner(user, sheet)
    for line in sheet.lines:
        planner.plan(line)
    actuals = [actual for _line, actual in planner.found]
    present = measurements_at(actuals)
    notes = latest_notes(present[actual.place] for actual in actuals if actual.note and actual.place in present)
    entries, news = [], []
    for line, actual in planner.found:
        measurement = present.get(actual.place)
        changes = changes_of(actual, measurement, notes)
        entries.append(entry(sheet, line, actual, measurement, changes))
        if changes:
            news.append(actual)
    return ActualsPlan(entries, planner.problems, news)


def changes_of(actual, measurement, notes):
    """(field, old, new) as text; nothing where record_many would write nothing."""
    if not says_something_new(actual, measurement, notes):
        return []
    old = None if measurement is None or measurement.value is None else plain_text(measurement.value)
    changes = [("actual", old, plain_text(actual.value))]
    if actual.note:
        changes.append(("note", None if measurement is None else notes.get(measurement.pk, ""), actual.note))
    return [change for change in changes if change[1] != change[2]]


def entry(sheet, line, actual, measurement, changes):
    return Entry(
        kind=sheet.kind,
        row=line.number,
        label=actual.kpi.name,
        place=f"{actual.kpi.code} · {actual.period.key}",
        is_new=measurement is None,
        changes=changes,
    )


class ActualsPlanner:
    """A row gives one actual, or with a column for each period as many as it has filled cells."""

    def __init__(self, user, sheet):
        self.user, self.sheet, self.problems = user, sheet, Problems(sheet)
        self.start_month, self.today = user.company.fiscal_year_start_month, user.company.today()
        self.kpis = {kpi.code: kpi for kpi in Kpi.objects.visible_to(user)}
        self.period_columns = [name for name in sheet.headers if name not in NAMES]
        self.found, self.rows, self.periods = [], {}, {}

    def plan(self, line):
        cells = [cell for cell in self.cells(line) if cell[-1]]
        kpi = self.kpi_of(line) if cells else None
        if kpi is None:
            return
        note = self.attempt(line, "note", read_note, line.get("note")) or ""
        for period_column, text, column, typed in cells:
            period = self.attempt(line, period_column, self.period_of, kpi, text)
            value = self.attempt(line, column, parse_number, typed)
            if period is not None and value is not None:
                self.take(line, column, Actual(kpi, period, value, note))

    def cells(self, line):
        """(column of the period, the period's text, column of the actual, its text) of each actual."""
        if self.sheet.has("period"):
            return [("period", line.get("period"), "actual", line.get("actual"))]
        return [(name, self.sheet.headers[name], name, line.get(name)) for name in self.period_columns]

    def attempt(self, line, column, reader, *args):
        try:
            return reader(*args)
        except (Refused, NumberError, KpiError) as refusal:
            self.problems.add(line, column, str(refusal))

    def kpi_of(self, line):
        """The KPI of the row's code, or None with the reason noted."""
        code = search_key(line.get("code")).upper()
        kpi = self.kpis.get(code)
        if kpi is None:
            message = _("No KPI has the code “%(code)s”.") % {"code": line.get("code")[:SHOWN]}
        elif kpi.archived_at is not None:
            message = _("This KPI is archived and takes no actuals.")
        elif not rules.record(self.user, kpi):
            message = _("The actuals of this KPI are not yours to record.")
        else:
            return kpi
        return self.problems.add(line, "code", message)

    def period_of(self, kpi, text):
        """The period a cell names for this KPI. Raises Refused, or KpiError before it begins."""
        if (text, kpi.frequency) not in self.periods:
            self.periods[text, kpi.frequency] = self.read(text, Frequency(kpi.frequency))
        period = self.periods[text, kpi.frequency]
        if period is None:
            wrong = {"text": text[:SHOWN], "frequency": kpi.get_frequency_display()}
            raise Refused(_("“%(text)s” is no period of this KPI. Measured: %(frequency)s.") % wrong)
        check_begun(period, self.today)
        return period

    def read(self, text, frequency):
        try:
            return read_period(text, frequency, self.start_month)
        except NotAPeriod:
            return None

    def take(self, line, column, actual):
        """Note the actual, unless another cell of the file gives one for the same place."""
        if actual.place in self.rows:
            message = _("Row %(row)s has the same KPI and period.") % {"row": self.rows[actual.place]}
            self.problems.add(line, column, message)
        else:
            self.rows[actual.place] = line.number
            self.found.append((line, actual))
