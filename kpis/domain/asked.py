"""Taking back what an owner was asked to record, once nothing of it is missing."""

from kpis.models import MeasurementEntry
from notifications.domain.reading import settle, unread_of
from notifications.models import Activity


def settle_actuals(kpis):
    """Take notifications of these KPIs' owners as read whose actuals have all been recorded since.

    One query, and two more where something is unread.
    """
    unread = list(unread_of({kpi.owner_id for kpi in kpis}, [Activity.Kind.KPI_DUE]))
    if unread:
        since = min(each.activity.created_at for each in unread)
        asked = {pk for each in unread for pk in each.activity.data["kpis"]}
        entries = MeasurementEntry.objects.filter(measurement__kpi__in=asked, created_at__gte=since).order_by("pk")
        latest = dict(entries.values_list("measurement__kpi", "created_at"))
        settle([each for each in unread if is_settled(each, latest)])


def is_settled(notification, latest):
    """``latest`` is when each KPI was last recorded, since the first of the notifications."""
    asked_at = notification.activity.created_at
    return all(pk in latest and latest[pk] >= asked_at for pk in notification.activity.data["kpis"])
