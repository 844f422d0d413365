"""Mail that is owed, for the tests of what becomes of it."""

from datetime import timedelta

from django.utils import timezone

from notifications.messages import Mail, as_payload
from notifications.models import Delivery


def owe(count, **fields):
    """That many account mails, due now; return their ids."""
    now = timezone.now()
    payload = as_payload(Mail("件名", "本文", "okr@example.com", []))
    defaults = {"kind": Delivery.Kind.ACCOUNT, "payload": payload, "expires_at": now + timedelta(hours=24)}
    rows = [
        Delivery(**(defaults | {"to": f"person{n}@example.com", "period": "test"} | fields)) for n in range(count)
    ]
    return [row.pk for row in Delivery.objects.bulk_create(rows)]


def states(ids):
    return list(Delivery.objects.filter(pk__in=ids).order_by("pk").values_list("state", flat=True))
