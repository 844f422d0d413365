"""The four-category board: for each category how its KPIs stand, the worst first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.models import Kpi
from kpis.queries.scorecard import slices_of, sort_rows

ROWS_SHOWN = 8


@dataclass(frozen=True)
class Quadrant:
    """One category. ``more`` KPIs stand only on the scorecard, at ``more_url``; ``new_url`` begins one of its own."""

    name: str
    about: str
    count: int
    slices: list
    rows: list
    more: int
    more_url: str
    new_url: str


def quadrants(rows, asked):
    """The four, in their order. ``asked`` is the filter that the rows passed, which the scorecard takes over."""
    return [
        quadrant(category, [row for row in rows if row.kpi.category == category], asked) for category in Kpi.Category
    ]


def quadrant(category, rows, asked):
    narrowed = {name: value for name, value in asked.items() if value not in {None, ""}}
    query = urlencode(narrowed | {"category": category.value, "sort": "state"})
    return Quadrant(
        name=category.label,
        about=about(category),
        count=len(rows),
        slices=slices_of(rows),
        rows=sort_rows(rows, "state")[:ROWS_SHOWN],
        more=max(len(rows) - ROWS_SHOWN, 0),
        more_url=f"{reverse('kpis')}?{query}",
        new_url=f"{reverse('kpi-new')}?category={category.value}",
    )


def about(category):
    """What belongs into a category, with examples."""
    return {
        Kpi.Category.FINANCIAL: _("What the company lives on: sales, margin, cost, cash."),
        Kpi.Category.OPERATIONAL: _("How well the daily work runs: lead times, defects, deals in progress."),
        Kpi.Category.CUSTOMER: _("What customers get and think: satisfaction, churn, response times."),
        Kpi.Category.EMPLOYEE: _("How the people fare who do it: engagement, overtime, training."),
    }[category]
