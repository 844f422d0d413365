"""What happens every minute: plan what is owed, put right what was left behind, wake the workers."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from notifications.domain.claims import change_free
from notifications.domain.reaper import reap
from notifications.domain.switch import may_send, note_beat
from notifications.models import Delivery
from notifications.registry import chores, planners

logger = logging.getLogger(__name__)

BATCH = 500


def dispatch(now, wake):
    """Plan, reap and call ``wake`` with the ids of each batch of at most 500 that is due.

    May run any number of times, also at once: rows are unique, each is announced by one, and one that was
    announced twice is claimed once. What was announced a lease ago and still waits is announced again: its message
    may be lost.
    """
    note_beat(now)
    for step in (*chores, *planners, reap) if settings.HAS_MAIL else (*chores, reap):
        try:
            step(now)
        except Exception:  # what waits is sent all the same
            logger.exception("failed: %s.%s", step.__module__, step.__name__)
    if settings.HAS_MAIL and may_send():
        for ids in due_batches(now):
            wake(ids)


def due_batches(now):
    """Yield ids in batches, account mail first and by itself, each marked as announced."""
    announced = Q(dispatched_at__gt=now - timedelta(seconds=settings.MAIL_LEASE_SECONDS))
    waiting = Delivery.objects.due(now).exclude(announced)
    for some in (waiting.filter(kind=Delivery.Kind.ACCOUNT), waiting.exclude(kind=Delivery.Kind.ACCOUNT)):
        while batch := change_free(some.order_by("kind", "pk")[:BATCH], dispatched_at=now):
            yield batch
