"""What dead processes leave behind: leases that ran out, and mails whose answer nobody heard."""

import time
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.module_loading import import_string

from notifications.domain.claims import FREE, change_free
from notifications.models import Delivery

State = Delivery.State
LONGEST_ASKING_SECONDS = 10
LONGEST_DOUBT = timedelta(days=2)


def reap(now):
    """Put everything that nobody works on any more back on its way; safe at any time, by anyone."""
    expired = Delivery.objects.filter(lease_until__lt=now)
    change_free(expired.filter(state=State.CLAIMED), state=State.QUEUED, dispatched_at=None, **FREE)
    lost = {"state": State.AMBIGUOUS, "due_at": now, "lost_answers": F("lost_answers") + 1}
    change_free(expired.filter(state=State.HANDING_OVER), **lost, **FREE)
    settle_ambiguous(now)
    too_late = Delivery.objects.filter(state=State.QUEUED, expires_at__lte=now)
    change_free(too_late, state=State.SKIPPED, reason=Delivery.Reason.LATE)
    forget_texts(now)


def settle_ambiguous(now):
    """Ask the mail server what it took; where it cannot be asked, hand over once more after a while.

    The Message-ID stays the same, by which receivers may drop the second one. A mail that is lost twice, or whose
    time has passed, stays listed for the operator. Who answers slowly is asked the rest next time, in another order.
    """
    ask = import_string(settings.MAIL_LOOK_UP)
    again = timedelta(seconds=settings.MAIL_RESEND_SECONDS)
    began = time.monotonic()
    worth_asking = Q(expires_at__gt=now) | Q(due_at__gt=now - LONGEST_DOUBT)
    ambiguous = Delivery.objects.filter(worth_asking, state=State.AMBIGUOUS, due_at__lte=now)
    for delivery in ambiguous.order_by("?"):
        was_taken = ask(delivery.message_id)
        if was_taken:
            settle(delivery, state=State.SENT, sent_at=now, payload=None)
        elif was_taken is False or (
            delivery.lost_answers == 1 and delivery.due_at + again <= now < delivery.expires_at
        ):
            settle(delivery, state=State.QUEUED, due_at=now, dispatched_at=None)
        if time.monotonic() - began > LONGEST_ASKING_SECONDS:
            return


def settle(delivery, **fields):
    Delivery.objects.filter(pk=delivery.pk, state=State.AMBIGUOUS).update(**fields)


def forget_texts(now):
    """Account mail holds links that open doors: its text goes with its time."""
    expired = Delivery.objects.filter(payload__isnull=False, expires_at__lte=now)
    change_free(expired.exclude(state__in=Delivery.HELD), payload=None)
