"""Webhooks and what they are told, for the tests."""

from datetime import UTC, datetime, timedelta

from notifications.domain.activities import record_activity
from notifications.domain.posting import announce_posts, post_waiting
from notifications.models import Activity, Webhook
from tests.chat_server import URL

NOON = datetime(2026, 11, 18, 3, 0, 7, tzinfo=UTC)
OFF_TRACK = {"before": "on_track", "after": "off_track"}
TURNED = {"period": "2026-10", "frequency": "month", "value": "80", "before": "good", "state": "bad", "signal": ""}


def webhook_of(company, **fields):
    usual = {"name": "#news", "url": URL, "kinds": [str(kind) for kind in Webhook.KINDS], "language": "en"}
    return Webhook.objects.create(company=company, **(usual | fields))


def go_off_track(objective, actor=None):
    record_activity(Activity.Kind.OFF_TRACK, objective, actor=actor, audience=[], data=OFF_TRACK)


def minute(chat, after=0):
    """What the dispatcher and a worker do ``after`` so many minutes; the texts of all that the chat has received."""
    now = NOON + timedelta(minutes=after)
    announce_posts(now, lambda ids: post_waiting(ids, now, chat.way))
    return chat.texts


def states(webhook):
    return list(webhook.posts.order_by("pk").values_list("state", flat=True))
