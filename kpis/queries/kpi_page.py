"""Everything the page of one KPI shows, as finished text and drawings."""

from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from common.charts import LineChart
from common.templatetags.components import state
from goals.wording import long_date
from kpis import rules
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.queries.figures import figures_of
from kpis.queries.happenings import Happening, note_rows
from kpis.queries.initiatives import marks_of, moving_initiatives
from kpis.queries.kpi_chart import kpi_chart, marks_of_notes
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
class KpiPage:
    crumbs: list
    kinds: str
    last: Standing
    running: Standing
    chart: LineChart
    verdict: Verdict
    notes: list[Happening]
    verified: str
    can: dict


def kpi_page(kpi, viewer, today):
    """Return the page of a KPI that access_kpi gave."""
    actuals = actuals_of([kpi])
    figures = figures_of([kpi], today, count=PERIODS_ON_THE_CHART, with_running=True, actuals=values_of(actuals))[
        kpi.pk
    ]
    signals = signals_of([kpi], today, actuals)[kpi.pk]
    notes = list(kpi.notes.select_related("author"))
    happened = [*marks_of_notes(notes), *marks_of(moving_initiatives(kpi, viewer))]
    last, running = figures[-2:]
    return KpiPage(
        crumbs=crumbs(kpi),
        kinds=kinds_text(kpi),
        last=standing(last, state(state_word(last.state), TONES[last.state])),
        running=standing(running),
        chart=kpi_chart(kpi, figures, signals, sorted(happened, key=attrgetter("on")), today),
        verdict=verdict(kpi, signals),
        notes=note_rows(viewer, kpi, notes),
        verified=verified_text(kpi),
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
