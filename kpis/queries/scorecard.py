"""KPIs as finished strings: one shape for the scorecard, the tiles of other pages, and files."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from common.svg import sparkline
from common.templatetags.components import avatar, chip, state
from kpis.domain.signals import actuals_of, signals_of
from kpis.models import Kpi
from kpis.queries.figures import Figure, figures_of
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

CATEGORIES = Kpi.Category.values
WORST_FIRST = ("bad", "late", "warn", "no_data", "no_target", "good")


@dataclass(frozen=True)
class KpiRow:
    """One KPI at its last ended period. ``group`` is the heading it stands under, ``period`` says which it is.

    ``signal`` says that the period is more than noise; it may be empty.
    """

    kpi: Kpi
    figure: Figure
    url: str
    name: str
    kinds: str
    group: str
    avatar: str
    owner: str
    spark: str
    period: str
    actual: str
    target: str
    difference: str
    distance: str
    attainment: str
    state: str
    signal: str


def visible_kpis(viewer):
    """The active KPIs the person may read, with owner and department, sharing the company already loaded."""
    kpis = Kpi.objects.visible_to(viewer).active().select_related("owner", "department")
    return [share_company(viewer, kpi) for kpi in kpis]


def count_hidden(viewer, shown):
    """How many active KPIs of the company the person may not read, of whom ``shown`` are the others."""
    return Kpi.objects.filter(company=viewer.company_id).active().count() - len(shown)


def share_company(viewer, kpi):
    kpi.company = viewer.company
    return kpi


def kpi_rows(kpis, today):
    """One row per KPI, in their order; three queries for any number. ``today`` is the company's date."""
    actuals = actuals_of(kpis)
    figures = figures_of(kpis, today, actuals=actuals)
    signals = signals_of(kpis, today, actuals)
    return [kpi_row(kpi, figures[kpi.pk], signals[kpi.pk]) for kpi in kpis]


def kpi_row(kpi, figures, signals):
    last = figures[-1]
    tone = TONES[last.state]
    return KpiRow(
        kpi=kpi,
        figure=last,
        url=reverse("kpi", args=[kpi.code]),
        name=kpi.name,
        kinds=kinds_text(kpi),
        group=kpi.get_category_display(),
        avatar=avatar(kpi.owner.initials, kpi.owner.tone),
        owner=kpi.owner.name,
        spark=sparkline(
            [each.actual for each in figures], last.target.value, tone if tone in {"warn", "bad"} else ""
        ),
        period=period_name(last.period, kpi.company.fiscal_year_start_month),
        actual=value_text(kpi, last.actual),
        target=target_text(kpi, last.target),
        difference=signed_difference(kpi, last.difference),
        distance=distance_sentence(kpi, last),
        attainment=attainment_text(last.attainment),
        state=state(state_word(last.state), tone),
        signal=chip(_("Signal"), "signal") if signals.at(last.period.key) else "",
    )


def kinds_text(kpi):
    """What it is, in a few words: category, frequency, leading or lagging, and which way is good."""
    words = [kpi.get_category_display(), kpi.get_frequency_display(), kpi.get_kind_display()]
    if kpi.direction != Kpi.Direction.HIGHER:
        words.append(kpi.get_direction_display())
    return " · ".join(map(str, words))


def sort_rows(rows, by):
    """Return the rows by name, worst attainment first, worst state first, by owner, or else by category.

    Ties go by name.
    """
    keys = {
        "name": lambda row: row.name,
        "attainment": lambda row: (row.figure.attainment is None, row.figure.attainment or 0),
        "state": lambda row: WORST_FIRST.index(row.figure.state),
        "owner": lambda row: row.kpi.owner.sort_key,
    }
    rows = sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=keys.get(by, by_category))


def by_category(row):
    return CATEGORIES.index(row.kpi.category)


def count_states(rows):
    """How many KPIs stand in each state."""
    return Counter(row.figure.state for row in rows)
