"""What each input of a computed KPI has to do with its gap to the target."""

from collections import defaultdict

from kpis.aggregation import aggregate
from kpis.computing import Outcome, compute, evaluated, values_in
from kpis.models import Measurement, Target
from kpis.periods import Frequency, finer
from kpis.queries.figures import by_kpi


class Explanations:
    """Outcomes and contributions of computed KPIs, each in the period given with it; two queries for all.

    ``periods``: {KPI id: KpiPeriod} with an entry for every node of the graph that is asked about.
    """

    def __init__(self, graph, periods, start_month):
        self.graph, self.periods, self.start_month = graph, periods, start_month
        used = {pk for node in self.nodes() for pk in [node.kpi.pk, *node.input_ids]}
        span = {
            "kpi__in": used,
            "ends_on__gte": min((period.start for period in periods.values()), default=None),
            "starts_on__lte": max((period.end for period in periods.values()), default=None),
        }
        self.rows = by_kpi(Measurement.objects.filter(**span)) if used else defaultdict(dict)
        self.targets = by_kpi(Target.objects.filter(**span)) if used else defaultdict(dict)
        self.values = {pk: {key: row.value for key, row in rows.items()} for pk, rows in self.rows.items()}

    def nodes(self):
        return [self.graph.nodes[pk] for pk in self.periods if pk in self.graph.nodes]

    def outcome(self, kpi):
        """What the formula gives in the KPI's period; nothing at all for a KPI without one."""
        node = self.graph.nodes.get(kpi.pk)
        if node is None:
            return Outcome()
        return compute(node.formula, node.inputs, self.values, self.periods[kpi.pk], self.start_month)

    def typed_over(self, kpi):
        row = self.rows[kpi.pk].get(self.periods[kpi.pk].key)
        return row and row.typed_over

    def contribution(self, kpi, part):
        """By how much ``kpi`` would change if ``part`` stood exactly at its target and all else as it is.

        f(a₁, …, tᵢ, …, aₙ) − f(a₁, …, aᵢ, …, aₙ) for the formula f, the actuals a and the part's target tᵢ, all
        aggregated to the KPI's period. In a sum this is the part's own difference; in a product its difference
        times the other factors. None where the formula does not name the part, or where anything is missing.
        """
        node = self.graph.nodes.get(kpi.pk)
        if node is None or part.code not in node.inputs:
            return None
        amounts = {code: self.amount(each, kpi) for code, each in node.inputs.items()}
        asked = self.asked(part, self.periods[kpi.pk])
        if asked is None or None in amounts.values():
            return None
        now = evaluated(node.formula, amounts).value
        then = evaluated(node.formula, amounts | {part.code: asked}).value
        return None if now is None or then is None else then - now

    def amount(self, part, kpi):
        found = values_in(part, self.values, self.periods[kpi.pk], self.start_month)
        return aggregate(found, part.aggregation)

    def asked(self, part, period):
        """The part's target over the period, by the same rule as its actuals; None for a range."""
        own = self.targets[part.pk]
        periods = finer(period, Frequency(part.frequency), self.start_month)
        return aggregate([part.target_of(own.get(each.key)).value for each in periods], part.aggregation)
