"""Putting mail that is already written into the outbox: invitations, resets, security notices."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from notifications.messages import as_payload
from notifications.models import Delivery
from people.models import User

LIFETIME = timedelta(hours=24)


def put(message, wake):
    """Keep a Django e-mail message as one delivery per recipient, inside the caller's transaction.

    ``wake`` is called with the ids after the commit.
    """
    addresses = [to.lower() for to in message.to]
    people = {person.email: person for person in User.objects.filter(email__in=addresses)}
    rows = [row(message, to, people.get(to.lower())) for to in message.to]
    ids = [each.pk for each in Delivery.objects.bulk_create(rows)]

    def wake_for_these():  # not a partial: Django wants the name of a function that fails
        wake(ids)

    # Robust: with the broker gone the request has succeeded all the same, and the dispatcher finds the rows.
    transaction.on_commit(wake_for_these, robust=True)
    return len(rows)


def row(message, to, person):
    """The delivery to one address, not yet saved; ``person`` is whose it is here, or None."""
    return Delivery(
        company_id=person and person.company_id,
        person=person,
        kind=Delivery.Kind.ACCOUNT,
        period=uuid4().hex,
        to=to,
        payload=as_payload(message),
        expires_at=timezone.now() + LIFETIME,
    )
