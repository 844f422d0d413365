"""How the outbox stands, for those who run the deployment: figures only, of all companies together."""

from django.conf import settings
from django.db.models import Count, Min

from notifications.domain.switch import mail_pause_reason
from notifications.models import Delivery, MailSwitch, RefusedAddress, Webhook, WebhookPost


def outbox_health(now):
    """Counts, and ages in seconds; None where there is nothing whose age could be told."""
    beat_at = MailSwitch.objects.values_list("beat_at", flat=True).first()
    oldest = Delivery.objects.due(now).aggregate(at=Min("due_at"))["at"]
    return {
        "server": settings.HAS_MAIL,
        "paused": mail_pause_reason(),
        "dispatcher_seconds": seconds_since(beat_at, now),
        "deliveries": dict.fromkeys(Delivery.State.values, 0) | counts_by_state(),
        "oldest_due_seconds": seconds_since(oldest, now),
        "flagged": Delivery.objects.flagged().count(),
        "refused_addresses": RefusedAddress.objects.count(),
    }


def chats_health(now):
    """How many webhooks there are and are paused or in trouble, and how many rows wait, the oldest since when."""
    standing = Webhook.objects.standing()
    waiting = WebhookPost.objects.filter(state=WebhookPost.State.WAITING)
    oldest = waiting.aggregate(at=Min("created_at"))["at"]
    return {
        "webhooks": standing.count(),
        "paused": standing.exclude(pause="").count(),
        "in_trouble": standing.exclude(failure="").count(),
        "waiting": waiting.count(),
        "oldest_waiting_seconds": seconds_since(oldest, now),
    }


def counts_by_state():
    return dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))


def seconds_since(moment, now):
    return None if moment is None else round((now - moment).total_seconds())
