"""Everything the page of one KPI shows, as finished text and drawings."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from common.charts import LineChart
from common.templatetags.components import avatar, state
from goals.wording import long_date, written_on
from kpis import rules
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.models import MeasurementEntry
from kpis.periods import Frequency, parse_key
from kpis.queries.checklist import Checklist, checklist
from kpis.queries.figures import figures_of
from kpis.queries.happenings import Happening, baseline_rows, note_rows
from kpis.queries.kpi_chart import kpi_chart
from kpis.queries.links import linked_key_results
from kpis.queries.scorecard import kinds_text
from kpis.signal_wording import Verdict, verdict
from kpis.wording import (
    TONES,
    attainment_text,
    distance_sentence,
    period_name,
    signed_difference,
    state_word,
    target_text,
    value_text,
)

PERIODS_ON_THE_CHART = 24
ENTRIES_A_PAGE = 20


@dataclass(frozen=True)
class Standing:
    """One period in words and figures; ``state`` is empty while it is under way."""

    period: str
    actual: str
    target: str
    difference: str
    distance: str
    attainment: str
    state: str = ""


@dataclass(frozen=True)
class EntryRow:
    """One write of an actual; ``is_replaced``: a later one took its place."""

    period: str
    value: str
    avatar: str
    author: str
    when: str
    way: str
    note: str
    is_replaced: bool


@dataclass(frozen=True)
class KpiPage:
    crumbs: list
    kinds: str
    last: Standing
    running: Standing
    chart: LineChart
    verdict: Verdict
    notes: list[Happening]
    baselines: list[Happening]
    history: object
    versions: list
    key_results: list
    verified: str
    checklist: Checklist
    can: dict


def kpi_page(kpi, viewer, today, page_number=1):
    """Return the page of a KPI that access_kpi gave; ``page_number`` is that of its history."""
    actuals = actuals_of([kpi])
    figures = figures_of([kpi], today, count=PERIODS_ON_THE_CHART, with_running=True, actuals=values_of(actuals))[
        kpi.pk
    ]
    signals = signals_of([kpi], today, actuals)[kpi.pk]
    notes = list(kpi.notes.select_related("author"))
    last, running = figures[-2:]
    return KpiPage(
        crumbs=crumbs(kpi),
        kinds=kinds_text(kpi),
        last=standing(last, state(state_word(last.state), TONES[last.state])),
        running=standing(running),
        chart=kpi_chart(kpi, figures, signals, notes, today),
        verdict=verdict(kpi, signals),
        notes=note_rows(viewer, kpi, notes),
        baselines=baseline_rows(viewer, kpi),
        history=history(kpi, page_number),
        versions=[version_row(each) for each in kpi.versions.select_related("author").reverse()],
        key_results=linked_key_results(kpi, viewer, today),
        verified=verified_text(kpi),
        checklist=checklist(kpi),
        can=permissions(viewer, kpi),
    )


def crumbs(kpi):
    tree = kpi.company.tree
    above = [(each.name, each.get_absolute_url()) for each in reversed(tree.path(kpi.department_id))]
    return [(_("KPI"), reverse("kpis")), *above, (kpi.name, "")]


def standing(figure, state_drawn=""):
    kpi = figure.kpi
    return Standing(
        period=period_name(figure.period, kpi.company.fiscal_year_start_month),
        actual=value_text(kpi, figure.actual),
        target=target_text(kpi, figure.target),
        difference=signed_difference(kpi, figure.difference),
        distance=distance_sentence(kpi, figure),
        attainment=attainment_text(figure.attainment),
        state=state_drawn,
    )


def history(kpi, page_number):
    """A page of every write of an actual, the latest period first; of one period the latest write first."""
    later = MeasurementEntry.objects.filter(measurement=OuterRef("measurement"), pk__gt=OuterRef("pk"))
    entries = MeasurementEntry.objects.filter(measurement__kpi=kpi).select_related("author", "measurement")
    entries = entries.annotate(is_replaced=Exists(later)).order_by("-measurement__starts_on", "-pk")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(page_number)
    page.object_list = [entry_row(kpi, each) for each in page.object_list]
    return page


def entry_row(kpi, entry):
    start_month = kpi.company.fiscal_year_start_month
    author = entry.author
    return EntryRow(
        period=name_of_key(entry.measurement, kpi.frequency, start_month),
        value=value_text(kpi, entry.value),
        avatar=avatar(author.initials, author.tone) if author else "",
        author=author.name if author else "",
        when=written_on(entry.created_at),
        way=entry.get_way_display(),
        note=entry.note,
        is_replaced=entry.is_replaced,
    )


def name_of_key(measurement, frequency, start_month):
    """The period in words; its key where the KPI is measured at another rhythm by now."""
    try:
        return period_name(parse_key(measurement.period, Frequency(frequency), start_month), start_month)
    except ValueError:
        return measurement.period


def version_row(version):
    return {
        "from": long_date(version.effective_on),
        "reason": version.reason,
        "author": version.author.name if version.author else "",
        "definition": version.definition,
        "source": version.source,
        "measured": " · ".join([version.get_frequency_display(), version.get_direction_display()]),
    }


def verified_text(kpi):
    """Who checked the data source, and when; "" where nobody did."""
    if kpi.verified_on is None:
        return ""
    words = {"name": kpi.verified_by.name, "day": long_date(kpi.verified_on)}
    if kpi.verified_by_id == kpi.owner_id:
        return _("Verified by its owner %(name)s, %(day)s") % words
    return _("Verified by %(name)s, %(day)s") % words


def permissions(viewer, kpi):
    may_archive = rules.archive_or_restore(viewer, kpi)
    return {
        "record": rules.record(viewer, kpi),
        "edit": rules.edit_kpi(viewer, kpi),
        "verify": rules.verify_source(viewer, kpi),
        "judge": rules.judge_quality(viewer, kpi),
        "archive": may_archive and kpi.archived_at is None,
        "restore": may_archive and kpi.archived_at is not None,
    }
