"""Which KPIs of a company are computed from which others."""

from collections import defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter

from kpis.formulas import Formula, parse
from kpis.models import Kpi


@dataclass(frozen=True)
class Node:
    """A KPI with a formula, and the KPIs that it names by their codes."""

    kpi: Kpi
    formula: Formula
    inputs: dict

    @property
    def input_ids(self):
        return {kpi.pk for kpi in self.inputs.values()}


class FormulaGraph:
    """The active KPIs of a company that have a formula; in two queries, one where there is none.

    ``kpis`` are all active ones where they are loaded already: then it takes none.
    """

    def __init__(self, company, kpis=None):
        every = Kpi.objects.filter(company=company)
        computed = [kpi for kpi in (every.active().exclude(formula="") if kpis is None else kpis) if kpi.formula]
        formulas = {kpi.pk: parse(kpi.formula) for kpi in computed}
        codes = {code for formula in formulas.values() for code in formula.codes}
        if kpis is None:
            kpis = every.filter(code__in=codes) if codes else ()
        by_code = {kpi.code: kpi for kpi in kpis}
        self.nodes = {
            kpi.pk: Node(kpi, formulas[kpi.pk], {code: by_code[code] for code in formulas[kpi.pk].codes})
            for kpi in computed
        }
        self.users = defaultdict(list)
        for node in self.nodes.values():
            for pk in node.input_ids:
                self.users[pk].append(node)

    def in_order(self):
        """The nodes in an order in which each stands after all it is computed from."""
        sorter = TopologicalSorter({pk: node.input_ids for pk, node in self.nodes.items()})
        return [self.nodes[pk] for pk in sorter.static_order() if pk in self.nodes]

    def above(self, pk):
        """Ids of the KPI and of all that is computed from it, directly or by way of others."""
        found, waiting = {pk}, [pk]
        while waiting:
            users = {node.kpi.pk for node in self.users[waiting.pop()]} - found
            found |= users
            waiting += users
        return found
