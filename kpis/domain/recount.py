"""Every computed actual that is not settled once more from what it is computed from, compared with what is stored."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from common.snapshots import consistent_reads
from kpis.computing import compute
from kpis.domain.driving import refresh_driven
from kpis.domain.graph import FormulaGraph
from kpis.domain.recompute import periods_of, recompute_from
from kpis.models import Kpi, Measurement
from people.domain.audit import record_change
from people.domain.locks import lock_company


@dataclass(frozen=True)
class Difference:
    """A stored computed actual that is not what its formula gives."""

    kpi: Kpi
    period: str
    stored: Decimal | None
    right: Decimal | None

    def __str__(self):
        return f"{self.kpi.code} {self.period}: {self.stored} != {self.right}"


def recount(company):
    """Return the differences of one company, inputs before what is computed from them; nothing is written.

    A KPI is computed from the right actuals of its inputs, not from the stored ones.
    """
    with consistent_reads():
        graph, found = FormulaGraph(company), []
        concerned = set(graph.nodes) | set(graph.users)
        stored = stored_actuals(concerned)
        values = {pk: {key: row.value for key, row in rows.items()} for pk, rows in stored.items()}
        for node in graph.in_order():
            found += recount_node(graph, node, stored[node.kpi.pk], values)
    return found


def stored_actuals(kpi_ids):
    found = defaultdict(dict, {pk: {} for pk in kpi_ids})
    for row in Measurement.objects.filter(kpi__in=kpi_ids).order_by():
        found[row.kpi_id][row.period] = row
    return found


def recount_node(graph, node, rows, values):
    """Compare one KPI, and put its right actuals among the values for those computed from it."""
    start_month, found = graph.company.fiscal_year_start_month, []
    for period in sorted(periods_of(graph, node, start_month)):
        row = rows.get(period.key) or Measurement()
        right = compute(node.formula, node.inputs, values, period, start_month).value
        if row.follows_formula:
            values[node.kpi.pk][period.key] = right
        if row.computed != right:
            found.append(Difference(node.kpi, period.key, row.computed, right))
    return found


@transaction.atomic
def repair(company, differences):
    """Compute anew every KPI with a difference and all that hangs on it, with an audit entry for each."""
    locked, recomputed = lock_company(company.pk), set()
    for kpi in {difference.kpi.pk: difference.kpi for difference in differences}.values():
        kpi.company = locked
        recomputed |= recompute_from(kpi)
    refresh_driven(locked.pk, recomputed)
    for difference in differences:
        changes = {difference.period: (difference.stored, difference.right)}
        record_change(difference.kpi, actor=None, action="kpi.repaired", changes=changes)
