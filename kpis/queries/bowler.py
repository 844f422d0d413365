"""The bowler table: the KPIs of one frequency, each with target and actual of its last periods as finished cells."""

from html import escape
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from kpis.models import Kpi
from kpis.periods import last_ended, run_up_to
from kpis.queries.figures import PERIODS_SHOWN, figures_of
from kpis.queries.kept_rows import kept_rows
from kpis.queries.scorecard import by_category
from kpis.thresholds import State
from kpis.wording import TONES, short_period_name, state_word, target_text, value_text


def bowler_figures(kpis, frequency, today):
    """(KPI, its figures oldest first) of those with the frequency, by category and name; two queries."""
    kpis = [kpi for kpi in kpis if kpi.frequency == frequency]
    figures = figures_of(kpis, today)
    return [(kpi, figures[kpi.pk]) for kpi in by_category_and_name(kpis)]


def by_category_and_name(kpis):
    return sorted(kpis, key=lambda kpi: (by_category(kpi), kpi.name))


def headings(frequency, company):
    """The periods of the columns as text: the last that have ended by the company's date."""
    start_month = company.fiscal_year_start_month
    ended = run_up_to(last_ended(company.today(), frequency, start_month), start_month, PERIODS_SHOWN)
    return [short_period_name(period) for period in ended]


def bowler_groups(heads, frequency, viewer):
    """(category as text, the two lines of each of its KPIs as one string), for those with the frequency.

    Four queries where any has to be drawn, else none.
    """
    heads = by_category_and_name(head for head in heads if head.frequency == frequency)
    bodies = kept_rows("bowler", draw, heads, viewer)
    for category, group in groupby(zip(heads, bodies, strict=True), key=lambda pair: pair[0].category):
        yield Kpi.Category(category).label, mark_safe("".join(body for _head, body in group))


def draw(kpis, today):
    words = {state: escape(state_word(state)) for state in State}
    figures = figures_of(kpis, today)
    for kpi in kpis:
        yield kpi.pk, render_to_string("kpis/_bowler_row.html", {"row": bowler_row(kpi, figures[kpi.pk], words)})


def bowler_row(kpi, figures, words):
    """One KPI; ``targets`` and ``actuals`` are the cells of its two lines."""
    return {
        "url": kpi.get_absolute_url(),
        "name": kpi.name,
        "sub": " · ".join(filter(None, [str(Kpi.Kind(kpi.kind).label), kpi.unit, kpi.owner.name])),
        "targets": mark_safe("".join(target_cell(kpi, figure) for figure in figures)),
        "actuals": mark_safe("".join(actual_cell(kpi, figure, words) for figure in figures)),
    }


def target_cell(kpi, figure):
    return f'<td class="n">{escape(target_text(kpi, figure.target))}</td>'


def actual_cell(kpi, figure, words):
    """The value in colour and shape, and the word of its state for who sees neither."""
    tone, word = TONES[figure.state], words[figure.state]
    text = escape(value_text(kpi, figure.actual))
    return f'<td class="n {tone}">{text}<span class="visually-hidden"> {word}</span></td>'
