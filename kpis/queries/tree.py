"""The tree of KPIs as finished strings, from the KGIs down, in six queries for any number."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse

from kpis import rules
from kpis.domain.graph import FormulaGraph
from kpis.queries.contribution import Explanations
from kpis.queries.scorecard import KpiRow, active_kpis, kpi_rows
from kpis.tree_wording import children_text, contribution_text, no_value_reason, typed_over_text

CODES = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass
class TreeNode:
    """One KPI with those that are part of it. ``contribution`` is to the KPI right above; texts may be empty."""

    row: KpiRow
    formula: str = ""
    note: str = ""
    contribution: str = ""
    place_url: str = ""
    children_text: str = ""
    children: list = field(default_factory=list)


def kpi_forest(viewer, today):
    """Return (trees, loose, hidden): the roots that have a tree or are a KGI, KGIs first, and the KPIs in no tree;
    how many there are that the person may not read.
    """
    kpis, every = active_kpis(viewer)
    rows = {row.kpi.pk: row for row in kpi_rows(kpis, today)}
    periods = {pk: row.figure.period for pk, row in rows.items()}
    company = viewer.company
    explanations = Explanations(FormulaGraph(company, every), periods, company.fiscal_year_start_month)
    names = {kpi.code: kpi.name for kpi in kpis}
    nodes = {pk: node_of(viewer, row, explanations, names) for pk, row in rows.items()}
    roots = hang(nodes, explanations)
    trees = [node for node in roots if node.children or node.row.kpi.is_kgi]
    loose = [node for node in roots if not node.children and not node.row.kpi.is_kgi]
    return sorted(trees, key=lambda node: not node.row.kpi.is_kgi), loose, len(every) - len(kpis)


def node_of(viewer, row, explanations, names):
    kpi = row.kpi
    typed_over = explanations.typed_over(kpi)
    return TreeNode(
        row=row,
        formula=CODES.sub(lambda found: names.get(found[0], found[0]), kpi.formula),
        note=typed_over_text(kpi, typed_over) if typed_over else no_value_reason(explanations.outcome(kpi)),
        place_url=reverse("kpi-edit", args=[kpi.code]) + "#place" if rules.edit_kpi(viewer, kpi) else "",
    )


def hang(nodes, explanations):
    """Hang every node under its parent and return the roots; one whose parent is out of sight is a root."""
    below = defaultdict(list)
    for node in nodes.values():
        parent_id = node.row.kpi.parent_id
        below[parent_id if parent_id in nodes else None].append(node)
    for pk, node in nodes.items():
        node.children = below[pk]
        node.children_text = children_text(node.row.name, len(node.children))
        for child in node.children:
            amount = explanations.contribution(node.row.kpi, child.row.kpi)
            child.contribution = contribution_text(node.row.kpi, amount)
    return below[None]
