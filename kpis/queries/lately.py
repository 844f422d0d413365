"""Which KPIs crossed or gave a signal within a week, for many readers at once."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, FilteredRelation, Q

from kpis.models import Kpi
from kpis.models.kpi import may_read
from notifications.models import Activity

A_WEEK = timedelta(days=7)


def gather_alerts(readers, now):
    """Return {reader id: [KPI, …]}, the latest news first, of those each owns, watches or manages and has not muted.

    A KPI has ``told``, the data of its latest alert within the seven days before ``now`` (aware). One query; the
    readers' companies have their department trees.
    """
    latest, said = {}, defaultdict(dict)
    for kpi in alerted(readers, now):
        latest[kpi.pk] = kpi
        said[kpi.pk][kpi.listener] = kpi.is_muted
    found = defaultdict(list)
    for kpi in sorted(latest.values(), key=lambda kpi: -kpi.alert):
        for reader in readers:
            if concerns(reader, kpi, is_muted=said[kpi.pk].get(reader.pk)):
                kpi.company = reader.company
                found[reader.pk].append(kpi)
    return found


def alerted(readers, now):
    """KPIs once for each alert and each of the readers who watches or has muted it, the latest alert last."""
    ids = [reader.pk for reader in readers]
    return (
        Kpi.objects.active()
        .filter(
            company__in={reader.company_id for reader in readers},
            alerts__kind=Activity.Kind.KPI_ALERT,
            alerts__created_at__gt=now - A_WEEK,
            alerts__created_at__lte=now,
        )
        .annotate(said=FilteredRelation("watches", condition=Q(watches__person__in=ids)))
        .annotate(alert=F("alerts"), told=F("alerts__data"), listener=F("said__person"), is_muted=F("said__is_muted"))
        .order_by("alert")
    )


def concerns(reader, kpi, *, is_muted):
    """``is_muted``: None where the reader has said nothing about it."""
    if is_muted or not may_read(reader, kpi):
        return False
    return is_muted is False or kpi.owner_id == reader.pk or manages(reader, kpi)


def manages(reader, kpi):
    """Whether it is of one of the reader's departments; those of the company are the administrators'."""
    return reader.is_admin if kpi.department_id is None else kpi.department_id in reader.managed_department_ids
