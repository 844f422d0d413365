"""Taking back what an owner was asked to record, once nothing of it is missing."""

from kpis.models import Kpi, MeasurementEntry
from notifications.domain.reading import settle, unread_of
from notifications.models import Activity


def settle_actuals(people):
    """Take notifications of people of these ids as read whose actuals are all recorded since, or no longer theirs.

    One query, and three more where something is unread.
    """
    unread = list(unread_of(people, [Activity.Kind.KPI_DUE]))
    if unread:
        since = min(each.activity.created_at for each in unread)
        asked = {pk for each in unread for pk in each.activity.data["kpis"]}
        entries = MeasurementEntry.objects.filter(measurement__kpi__in=asked, created_at__gte=since).order_by("pk")
        latest = dict(entries.values_list("measurement__kpi", "created_at"))
        owners = dict(Kpi.objects.active().filter(pk__in=asked).values_list("pk", "owner"))
        settle([each for each in unread if is_settled(each, latest, owners)])


def is_settled(notification, latest, owners):
    """``latest`` is when each KPI was last recorded, since the first of the notifications."""
    asked_at = notification.activity.created_at
    theirs = (pk for pk in notification.activity.data["kpis"] if owners.get(pk) == notification.person_id)
    return all(pk in latest and latest[pk] >= asked_at for pk in theirs)
