"""The lines of the scorecard, which shows hundreds at once."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.models import Kpi
from kpis.queries.kept_rows import kept_rows
from kpis.queries.scorecard import Rank, kpi_rows


class Line(NamedTuple):
    """What a line is sorted and counted by, and its HTML."""

    rank: Rank
    html: str


def scorecard_lines(heads, viewer):
    """The Lines of the heads, in their order; six queries where any has to be drawn, else none."""
    return kept_rows("scorecard", draw, heads, viewer)


def draw(kpis, today):
    labels = column_labels()
    for row in kpi_rows(kpis, today):
        yield row.kpi.pk, Line(row.rank, render_to_string("kpis/_scorecard_row.html", {"row": row, "labels": labels}))


def column_labels():
    """What stands above each column but the first, and in narrow windows before each cell."""
    return {
        "owner": _("Owner"),
        "spark": _("Last 12 periods"),
        "actual": _("Actual"),
        "target": pgettext("KPI", "Target"),
        "difference": _("Difference"),
        "attainment": _("Attainment"),
        "state": pgettext("KPI", "State"),
    }


def table_body(lines, *, is_grouped):
    """The lines as one string, with a heading before each category where they are grouped."""
    return mark_safe("".join(with_headings(lines) if is_grouped else (line.html for line in lines)))


def with_headings(lines):
    category = None
    for line in lines:
        if line.rank.category != category:
            category = line.rank.category
            yield render_to_string("kpis/_scorecard_group.html", {"group": Kpi.Category(category).label})
        yield line.html
