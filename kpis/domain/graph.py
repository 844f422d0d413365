"""Which KPIs of a company are computed from which others."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from itertools import pairwise

from kpis.formulas import Formula, parse
from kpis.models import DefinitionVersion, Kpi


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
        self.company = company
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

    @cached_property
    def breaks(self):
        return latest_breaks({*self.nodes, *self.users})

    def is_settled(self, node, period):
        """Whether what was computed for the period stays: it ended before the latest break of node or input."""
        return any(period.end < self.breaks[pk] for pk in {node.kpi.pk, *node.input_ids} & self.breaks.keys())

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


def latest_breaks(kpi_ids):
    """{KPI id: the latest day at whose end another formula or frequency makes its actuals than before}; one query.

    Without an entry: those that never changed so. A first formula breaks nothing: nothing was computed before.
    """
    versions = DefinitionVersion.objects.filter(kpi__in=kpi_ids).order_by("effective_on", "pk")
    made_by = defaultdict(dict)
    for pk, day, *way in versions.values_list("kpi", "effective_on", "formula", "frequency"):
        made_by[pk][day] = way
    breaks = {pk: list(days_of_change(ways)) for pk, ways in made_by.items()}
    return {pk: days[-1] for pk, days in breaks.items() if days}


def days_of_change(ways):
    """Of {day: (formula, frequency)} in order of time."""
    for (_day, before), (day, after) in pairwise(ways.items()):
        formula, frequency = before
        if (formula and formula != after[0]) or frequency != after[1]:
            yield day
