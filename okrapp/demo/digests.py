"""Monday's mail on any day: the demo does not keep its visitors waiting for a week."""

from notifications.domain.planner import BATCH, DIGESTS, GROUPED_BY, lacking, readers_by_week, waiting_groups
from notifications.models import Delivery


def bring_digests_forward(now):
    """Owe everybody this week's digest now, unless they had it or stopped it; return the ids of what is to be sent.

    Safe to press twice: a person has one row a week, here as everywhere.
    """
    for week, people in readers_by_week(now):
        rows = missing_rows(lacking(people, week), week, now)
        Delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    waiting = DIGESTS.filter(state=Delivery.State.QUEUED, expires_at__gt=now)
    waiting.filter(due_at__gt=now).update(due_at=now)
    return list(waiting.values_list("pk", flat=True))


def missing_rows(people, week, now):
    groups = {group.key: group for group in waiting_groups(people, week)}
    for pk, is_wanted, *key in people.values_list("pk", "digest", *GROUPED_BY):
        reason = "" if is_wanted else Delivery.Reason.UNSUBSCRIBED
        yield groups[tuple(key)].row(pk, reason=reason, day=None, due_at=now)
