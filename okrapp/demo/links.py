"""What key results of the demo company are linked with: each other, and KPIs, whose actuals reach some of them."""

from django.db.models import Min

from goals.feeding import readings_of
from goals.models import KeyResult, Tie
from kpis.models import KeyResultLink, MeasurementEntry


def write_links(planned, kpis):
    """Link what the files tell: ``kpi`` with ``kpi_mode`` drives, ``kpis`` stand beside. ``kpis`` are by code."""
    driven = [one for one in planned if "kpi" in one.told]
    for one in driven:
        one.key_result.is_automatic = True
    KeyResult.objects.bulk_update([one.key_result for one in driven], ["is_automatic"])
    KeyResultLink.objects.bulk_create(
        [link(one, kpis[one.told["kpi"]], mode=one.told["kpi_mode"]) for one in driven]
        + [link(one, kpis[code]) for one in planned for code in one.told.get("kpis", [])]
    )


def link(one, kpi, **mode):
    return KeyResultLink(key_result=one.key_result, kpi=kpi, **mode)


def write_ties(planned):
    """Tie those that the files tell of: ``ties`` says by its key what another one is to it."""
    key_results = {one.told["key"]: one.key_result for one in planned}
    Tie.objects.bulk_create(
        Tie(key_result=one.key_result, other=key_results[key], kind=kind)
        for one in planned
        for key, kind in one.told.get("ties", {}).items()
    )


def arrivals_of(planned, kpis):
    """{key result id: [(moment, Reading), …]} in order of time, for those that a KPI drives."""
    driven = {one.key_result.pk: one for one in planned if "kpi" in one.told}
    readings = readings_of([one.key_result for one in driven.values()])
    recorded = first_recorded({kpis[one.told["kpi"]].pk for one in driven.values()})
    return {
        pk: [(recorded[kpis[one.told["kpi"]].pk, reading.on], reading) for reading in readings[pk]]
        for pk, one in driven.items()
    }


def first_recorded(kpi_ids):
    """{(KPI id, last day of the period): when its actual was first recorded}."""
    entries = MeasurementEntry.objects.filter(measurement__kpi__in=kpi_ids).order_by()
    rows = entries.values_list("measurement__kpi", "measurement__ends_on").annotate(Min("created_at"))
    return {(pk, ends_on): moment for pk, ends_on, moment in rows}
