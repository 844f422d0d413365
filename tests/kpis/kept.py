"""What is kept of drawn rows, beside the same drawn now."""

from kpis.queries.bowler import draw as draw_bowler
from kpis.queries.kept_rows import kept_rows, kpis_of, visible_heads
from kpis.queries.scorecard_lines import draw as draw_lines

TABLES = {"scorecard": draw_lines, "bowler": draw_bowler}


def kept(table, viewer):
    """{KPI name: row} as a page would show it."""
    heads = visible_heads(viewer)
    return {head.name: row for head, row in zip(heads, kept_rows(table, TABLES[table], heads, viewer), strict=True)}


def drawn(table, viewer):
    """The same, of which nothing was kept."""
    kpis = kpis_of(visible_heads(viewer), viewer)
    names = {kpi.pk: kpi.name for kpi in kpis}
    return {names[pk]: row for pk, row in TABLES[table](kpis, viewer.company.today())}


def differing(viewer):
    """The tables of which something kept is not what is drawn now."""
    return [table for table in TABLES if kept(table, viewer) != drawn(table, viewer)]
