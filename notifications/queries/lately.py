"""What was said to people within a week and has not been read, for many readers at once."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Count

from notifications.models import Notification

A_WEEK = timedelta(days=7)


def said_to(readers, now):
    """Return {reader id: Counter of Activity.Kind}, of what the digest counts. One query."""
    found = Notification.objects.unread().filter(
        in_digest=True, person__in=readers, activity__created_at__gt=now - A_WEEK, activity__created_at__lte=now
    )
    counts = defaultdict(Counter)
    for person, kind, count in found.order_by().values_list("person", "activity__kind").annotate(Count("pk")):
        counts[person][kind] = count
    return counts
