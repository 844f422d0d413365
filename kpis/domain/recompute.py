"""Computed actuals: brought up to date in the transaction that changes what they come from.

Locks (docs/adr/0023): whoever changes a KPI, its actuals or its formula holds the company's row, taken before any
KPI's. So formulas and actuals stand still while this module climbs from an actual to everything computed from it,
each KPI once, after all of its inputs. The functions here expect that lock and take none.
"""

from collections import defaultdict
from datetime import date, timedelta

from kpis.computing import compute
from kpis.domain.editions import renew_editions
from kpis.domain.graph import FormulaGraph, latest_breaks
from kpis.models import Measurement, MeasurementEntry
from kpis.periods import Frequency, NotAPeriod, coarser, parse_key

A_WEEK = timedelta(days=7)
BATCH = 500


def follow(company, changed):
    """Recompute what hangs on changed actuals, given as (KPI id, KpiPeriod), and on what changes thereby.

    Return the ids of all KPIs of which an actual has changed.
    """
    graph, start_month = FormulaGraph(company), company.fiscal_year_start_month
    stale = defaultdict(set)

    def spread(pk, period):
        for node in graph.users[pk]:
            hanging = coarser(period, Frequency(node.kpi.frequency), start_month)
            if not graph.is_settled(node, hanging):
                stale[node.kpi.pk].add(hanging)

    found = {pk for pk, _period in changed}
    for pk, period in changed:
        spread(pk, period)
    for node in graph.in_order():
        for period in refresh(node, stale[node.kpi.pk], start_month):
            spread(node.kpi.pk, period)
            found.add(node.kpi.pk)
    return found


def recompute_from(kpi):
    """Recompute every unsettled period of a KPI and of all that hangs on it, after a change of what it means.

    Return the ids of all of them.
    """
    graph, start_month = FormulaGraph(kpi.company), kpi.company.fiscal_year_start_month
    if kpi.pk not in graph.nodes:
        since = latest_breaks([kpi.pk]).get(kpi.pk, date.min)
        Measurement.objects.filter(kpi=kpi, ends_on__gte=since).update(computed=None)
    concerned = graph.above(kpi.pk)
    for node in graph.in_order():
        if node.kpi.pk in concerned:
            refresh(node, periods_of(graph, node, start_month), start_month)
    renew_editions(concerned)
    return concerned


def periods_of(graph, node, start_month):
    """All unsettled periods for which the node has an actual, or may have one because an input does."""
    rows = Measurement.objects.filter(kpi__in=[node.kpi.pk, *node.input_ids])
    frequencies = {kpi.pk: Frequency(kpi.frequency) for kpi in [node.kpi, *node.inputs.values()]}
    wanted = Frequency(node.kpi.frequency)
    found = set()
    for pk, key in rows.values_list("kpi_id", "period").order_by():
        try:
            found.add(coarser(parse_key(key, frequencies[pk], start_month), wanted, start_month))
        except NotAPeriod:
            continue  # from a time when that KPI was measured at another frequency
    return {period for period in found if not graph.is_settled(node, period)}


def refresh(node, periods, start_month):
    """Compute and store the node's actuals of some periods; return those whose actual changed."""
    if not periods:
        return []
    values = actuals_around(node.input_ids, periods)
    rows = rows_of(node.kpi, periods)
    stale = []
    for period in sorted(periods):
        outcome = compute(node.formula, node.inputs, values, period, start_month)
        if rows[period].computed != outcome.value:
            stale.append((period, rows[period], outcome.value))
    followed = [period for period, row, value in stale if take(row, value)]
    store([row for _period, row, _value in stale])
    write_entries(node.kpi, [rows[period] for period in followed])
    return followed


def actuals_around(kpi_ids, periods):
    """{KPI id: {period key: actual}} over the span of the periods, with the weeks that reach into it."""
    rows = Measurement.objects.filter(
        kpi__in=kpi_ids,
        starts_on__gte=min(period.start for period in periods) - A_WEEK,
        starts_on__lte=max(period.end for period in periods),
    )
    found = defaultdict(dict)
    for pk, key, value in rows.values_list("kpi_id", "period", "value").order_by():
        found[pk][key] = value
    return found


def rows_of(kpi, periods):
    """{period: Measurement}, an unsaved one where there is none."""
    keys = [period.key for period in periods]
    stored = {row.period: row for row in Measurement.objects.filter(kpi=kpi, period__in=keys)}
    return {period: stored.get(period.key) or new_row(kpi, period) for period in periods}


def new_row(kpi, period):
    return Measurement(kpi=kpi, period=period.key, starts_on=period.start, ends_on=period.end)


def take(row, value):
    """Put what the formula gives on the row; tell whether the actual follows it. One typed over it stays."""
    follows = row.follows_formula
    row.computed = value
    if follows:
        row.value = value
    return follows


def store(rows):
    new, stored = [row for row in rows if row.pk is None], [row for row in rows if row.pk]
    Measurement.objects.bulk_create(new, batch_size=BATCH)
    Measurement.objects.bulk_update(stored, ["value", "computed"], batch_size=BATCH)


def write_entries(kpi, rows):
    """One entry in the history of each actual that followed the formula."""
    way = MeasurementEntry.Way.FORMULA
    MeasurementEntry.objects.bulk_create(
        [MeasurementEntry(company_id=kpi.company_id, measurement=row, value=row.value, way=way) for row in rows],
        batch_size=BATCH,
    )
