"""The bowler table: the KPIs of one frequency, each with target and actual of its last periods as finished cells."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import mark_safe

from kpis.models import Kpi
from kpis.queries.figures import figures_of
from kpis.queries.scorecard import by_category
from kpis.thresholds import State
from kpis.wording import TONES, short_period_name, state_word, target_text, value_text


@dataclass(frozen=True)
class BowlerRow:
    """One KPI; ``targets`` and ``actuals`` are the cells of its two lines."""

    url: str
    name: str
    sub: str
    group: str
    targets: str
    actuals: str


def bowler_figures(kpis, frequency, today):
    """(KPI, its figures oldest first) of those with the frequency, by category and name; two queries."""
    kpis = [kpi for kpi in kpis if kpi.frequency == frequency]
    figures = figures_of(kpis, today)
    return [(kpi, figures[kpi.pk]) for kpi in sorted(kpis, key=lambda kpi: (by_category(kpi), kpi.name))]


def headings(found):
    """The periods of the columns as text."""
    return [short_period_name(figure.period) for figure in found[0][1]] if found else []


def bowler_rows(found):
    """``found`` is what bowler_figures gave."""
    words = {state: escape(state_word(state)) for state in State}
    return [bowler_row(kpi, figures, words) for kpi, figures in found]


def bowler_row(kpi, figures, words):
    return BowlerRow(
        url=kpi.get_absolute_url(),
        name=kpi.name,
        sub=" · ".join(filter(None, [str(Kpi.Kind(kpi.kind).label), kpi.unit, kpi.owner.name])),
        group=Kpi.Category(kpi.category).label,
        targets=mark_safe("".join(target_cell(kpi, figure) for figure in figures)),
        actuals=mark_safe("".join(actual_cell(kpi, figure, words) for figure in figures)),
    )


def target_cell(kpi, figure):
    return f'<td class="n">{escape(target_text(kpi, figure.target))}</td>'


def actual_cell(kpi, figure, words):
    """The value in colour and shape, and the word of its state for who sees neither."""
    tone, word = TONES[figure.state], words[figure.state]
    text = escape(value_text(kpi, figure.actual))
    return f'<td class="n {tone}">{text}<span class="visually-hidden"> {word}</span></td>'
