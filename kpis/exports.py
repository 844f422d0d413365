"""Actuals as the files that an import takes back: unchanged, they change nothing. And the bowler table."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.domain.importing.columns import NAMES, column_name
from kpis.models import Measurement, MeasurementEntry
from kpis.periods import KEYS, Frequency, last_ended
from kpis.queries.collecting import recordable_kpis
from kpis.wording import state_word, target_text


def header():
    """The names of the columns in the reader's language."""
    return [column_name(field) for field in NAMES]


def actual_rows(user):
    """The header and the actuals of the KPIs that are the person's to record, by KPI and period.

    Those from a time when a KPI was measured at another frequency stay out: no import could take them back.
    """
    kpis = {kpi.pk: kpi for kpi in recordable_kpis(user)}
    latest = MeasurementEntry.objects.filter(measurement=OuterRef("pk")).order_by("-pk").values("note")[:1]
    found = Measurement.objects.filter(kpi__in=kpis, value__isnull=False).annotate(note=Subquery(latest))
    yield header()
    for measurement in found.order_by("kpi__name", "kpi", "starts_on").iterator():
        kpi = kpis[measurement.kpi_id]
        if KEYS[Frequency(kpi.frequency)].fullmatch(measurement.period):
            yield row(kpi, measurement.period, measurement.value, measurement.note)


def template_rows(user):
    """The header and a row for each KPI that is the person's to record, at its last ended period, to be filled in."""
    today, start_month = user.company.today(), user.company.fiscal_year_start_month
    yield header()
    for kpi in recordable_kpis(user):
        yield row(kpi, last_ended(today, Frequency(kpi.frequency), start_month).key, None, "")


def row(kpi, period, value, note):
    return [kpi.code, kpi.name, kpi.unit, period, value, note]


def bowler_rows(found, headings):
    """The header, and of each KPI that bowler_figures gave three rows: target, actual, state."""
    yield [_("Category"), _("Code"), _("Name"), _("Unit"), _("Owner"), "", *headings]
    for kpi, figures in found:
        about = [kpi.get_category_display(), kpi.code, kpi.name, kpi.unit, kpi.owner.name]
        yield [*about, pgettext("KPI", "Target"), *(target_value(figure) for figure in figures)]
        yield [*about, _("Actual"), *(figure.actual for figure in figures)]
        yield [*about, pgettext("KPI", "State"), *(state_word(figure.state) for figure in figures)]


def target_value(figure):
    """A number to compute with; a range as its text."""
    return target_text(figure.kpi, figure.target) if figure.kpi.is_range else figure.target.value
