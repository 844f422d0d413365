"""The lines of the scorecard. It shows hundreds at once, so that what a line is made of arrives as one string."""

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

CELLS = (
    '<td data-label="{}"><span class="row">{}<span class="visually-hidden">{}</span></span></td><td>{}</td>'
    '<td class="n full" data-label="{}"><b>{}</b><div class="sub">{}</div></td><td class="n" data-label="{}">{}</td>'
    '<td class="n" data-label="{}">{}</td><td class="n" data-label="{}">{}</td><td data-label="{}">{}</td>'
)


def column_labels():
    """What stands above each column but the first, and in narrow windows before each cell."""
    labels = {
        "owner": _("Owner"),
        "spark": _("Last 12 periods"),
        "actual": _("Actual"),
        "target": pgettext("KPI", "Target"),
        "difference": _("Difference"),
        "attainment": _("Attainment"),
        "state": pgettext("KPI", "State"),
    }
    return {name: escape(text) for name, text in labels.items()}


def scorecard_lines(rows, *, is_grouped):
    """Yield (heading, row, cells) for each KpiRow; the heading is "" unless another group begins."""
    labels, group = column_labels(), None
    for row in rows:
        heading = row.group if is_grouped and row.group != group else ""
        group = row.group
        yield heading, row, cells(row, labels)


def cells(row, labels):
    return format_html(
        CELLS,
        *(labels["owner"], row.avatar, row.owner, row.spark),
        *(labels["actual"], row.actual, row.period, labels["target"], row.target),
        *(labels["difference"], row.difference, labels["attainment"], row.attainment),
        *(labels["state"], state_cell(row)),
    )


def state_cell(row):
    return format_html("<div>{}<br>{}</div>", row.state, row.signal) if row.signal else row.state
