"""KPIs as finished strings: one shape for the scorecard, the tiles of other pages, and files."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.svg import sparkline
from common.templatetags.components import avatar, chip, state
from kpis.domain.signals import actuals_of, signals_of, values_of
from kpis.models import Kpi
from kpis.models.kpi import may_read
from kpis.queries.figures import Figure, standings_of
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


class Rank(NamedTuple):
    """What rows are sorted and counted by. ``owner`` is the owner's sort key; ``attainment`` may be None."""

    name: str
    category: str
    owner: str
    state: str
    attainment: Decimal | None


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
    attainment: str
    state: str
    signal: str

    @property
    def distance(self):
        return distance_sentence(self.kpi, self.figure)

    @property
    def rank(self):
        kpi, last = self.kpi, self.figure
        return Rank(kpi.name, kpi.category, kpi.owner.sort_key, last.state, last.attainment)


def visible_kpis(viewer):
    """The active KPIs the person may read, with owner and department, sharing the company already loaded."""
    kpis = Kpi.objects.visible_to(viewer).active().select_related("owner", "department")
    return [share_company(viewer, kpi) for kpi in kpis]


def active_kpis(viewer):
    """Return (those the person may read, all) of the company's active KPIs, with owner and department: one query."""
    kpis = Kpi.objects.filter(company=viewer.company_id).active().select_related("owner", "department")
    every = [share_company(viewer, kpi) for kpi in kpis]
    return [kpi for kpi in every if may_read(viewer, kpi)], every


def count_hidden(viewer, shown):
    """How many active KPIs of the company the person may not read, of whom ``shown`` are the others."""
    return Kpi.objects.filter(company=viewer.company_id).active().count() - len(shown)


def share_company(viewer, kpi):
    kpi.company = viewer.company
    return kpi


def kpi_rows(kpis, today):
    """One row per KPI, in their order; three queries for any number. ``today`` is the company's date."""
    actuals = actuals_of(kpis)
    standings, signals = standings_of(kpis, today, values_of(actuals)), signals_of(kpis, today, actuals)
    return [kpi_row(kpi, standings[kpi.pk], signals[kpi.pk]) for kpi in kpis]


def kpi_row(kpi, standing, signals):
    last = standing.last
    tone = TONES[last.state]
    return KpiRow(
        kpi=kpi,
        figure=last,
        url=reverse("kpi", args=[kpi.code]),
        name=kpi.name,
        kinds=kinds_text(kpi),
        group=Kpi.Category(kpi.category).label,
        avatar=avatar(kpi.owner.initials, kpi.owner.tone),
        owner=kpi.owner.name,
        spark=sparkline(standing.actuals, last.target.value, tone if tone in {"warn", "bad"} else ""),
        period=name_of_period(last.period, kpi.company.fiscal_year_start_month, get_language()),
        actual=value_text(kpi, last.actual),
        target=target_text(kpi, last.target),
        difference=signed_difference(kpi, last.difference),
        attainment=attainment_text(last.attainment),
        state=drawn_state(last.state, get_language()),
        signal=chip(_("Signal"), "signal") if signals.at(last.period.key) else "",
    )


def kinds_text(kpi):
    """What it is, in a few words: category, frequency, leading or lagging, and which way is good."""
    return kind_words(kpi.category, kpi.frequency, kpi.kind, kpi.direction, get_language())


# What the rows of a long page have in common is said and drawn once a language, not once a row.


@cache
def kind_words(category, frequency, kind, direction, _language):
    words = [Kpi.Category(category).label, Kpi.Frequency(frequency).label, Kpi.Kind(kind).label]
    if direction != Kpi.Direction.HIGHER:
        words.append(Kpi.Direction(direction).label)
    return " · ".join(map(str, words))


@cache
def drawn_state(standing, _language):
    return state(state_word(standing), TONES[standing])


@lru_cache
def name_of_period(period, start_month, _language):
    return period_name(period, start_month)


def sort_rows(rows, by):
    """Return the rows by name, worst attainment first, worst state first (and in it the worst attainment), by owner,
    or else by category.

    Ties go by name.
    """
    keys = {
        "name": lambda rank: rank.name,
        "attainment": lambda rank: (rank.attainment is None, rank.attainment or 0),
        "state": lambda rank: (WORST_FIRST.index(rank.state), rank.attainment or 0),
        "owner": lambda rank: rank.owner,
    }
    key = keys.get(by, by_category)
    return sorted(rows, key=lambda row: (key(row.rank), row.rank.name))


def by_category(ranked):
    """Where the category of a KPI or a rank stands among all."""
    return CATEGORIES.index(ranked.category)


def slices_of(rows):
    """How many KPIs stand in each state, the most frequent first: what a donut and its legend take."""
    counts = Counter(row.rank.state for row in rows)
    return [(TONES[state], state_word(state), count) for state, count in counts.most_common()]
