"""Take a batch of deliveries, write each mail and hand it over: one at a time, each with its own outcome."""

import logging
import random
import time
from contextlib import closing
from datetime import timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from notifications.domain import claims
from notifications.domain.addresses import lift_refusal, refuse_address, refused_among
from notifications.domain.retries import good_hour, missed_until, next_attempt
from notifications.domain.switch import may_send, pause_until
from notifications.models import Delivery, preference_of
from notifications.registry import Skip, composers
from notifications.stopping import is_asked_to_stop
from notifications.transport import (
    AnswerLost,
    Deferred,
    NoSuchMailbox,
    Rejected,
    RejectedByPolicy,
    ServerGone,
    Transport,
)

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
LONGEST_SECONDS = 50
POLICY_PAUSE = timedelta(hours=1)
# What was refused goes behind everything that waited with it.
BEHIND = timedelta(minutes=1)


class Stop(Exception):
    """Nothing more of this batch now."""


def deliver(ids, now=None):
    """Send what waits among the ids and is due at the moment; what others hold, or have sent, is left alone.

    Gives the rest back after LONGEST_SECONDS and when the worker is asked to stop, which it thus can do soon.
    """
    if not may_send():
        return
    now = now or timezone.now()
    batch = Batch([each for each in claims.claim_deliveries(ids, now) if not is_put_off(each, now)], now)
    try:
        with closing(Transport()) as transport:
            for delivery, write in batch.written():
                send(delivery, write, transport)
    except Stop:
        pass
    finally:
        claims.release(batch.left)


def is_put_off(delivery, now):
    """Whether the mail has missed its hour so far that it waits for its reader's next day."""
    until = missed_until(delivery, now)
    if until:
        claims.put_off(delivery, until)
    return bool(until)


class Batch:
    """Deliveries claimed together, the moment for which they are written, and how far they are.

    Within a kind the order is left to chance: one that makes the process die does not always stand before the same
    others.
    """

    def __init__(self, deliveries, now):
        self.now = now
        self.left = sorted(deliveries, key=lambda delivery: (delivery.kind, random.random()))  # noqa: S311
        self.began = self.renewed = time.monotonic()

    def written(self):
        """Yield each delivery with the function that writes its mail, as long as there is time."""
        refused = refused_among(self.left)
        for kind, group in groupby(list(self.left), key=attrgetter("kind")):
            for delivery, write in prepared(kind, list(group), refused, self.now):
                if not self.goes_on():
                    return
                self.left.remove(delivery)
                yield delivery, write

    def goes_on(self):
        """Whether there is time for one more; the leases of the rest are kept alive on the way."""
        now = time.monotonic()
        if now - self.renewed > settings.MAIL_LEASE_SECONDS / 3:
            claims.renew(self.left)
            self.renewed = now
        return now - self.began < LONGEST_SECONDS and not is_asked_to_stop()


def prepared(kind, group, refused, now):
    """Return (delivery, write) for each of the group; a reason not to send it is what its write raises."""
    wanted = [each for each in group if not reason_against(each, refused)]
    writes = dict(zip(wanted, write_functions(kind, wanted, now), strict=True))
    return [(each, writes.get(each) or partial(decline, reason_against(each, refused))) for each in group]


def reason_against(delivery, refused):
    """Account mail is asked for by its reader and always tried."""
    if delivery.kind == Delivery.Kind.ACCOUNT:
        return ""
    if not delivery.person.is_active or not delivery.person.email:
        return Delivery.Reason.INACTIVE
    if not preference_of(delivery.person).wants(delivery.kind):
        return Delivery.Reason.UNSUBSCRIBED
    return Delivery.Reason.REFUSED if delivery.person.email in refused else ""


def decline(reason):
    raise Skip(reason)


def write_functions(kind, deliveries, now):
    """One function per delivery. Where gathering for all of them fails, each is gathered for alone."""
    if not deliveries:
        return []
    try:
        write = composers[kind](deliveries, now)
        return [partial(write, delivery) for delivery in deliveries]
    except Exception:
        logger.exception("a batch of %s could not be gathered at once", kind)
        return [partial(write_alone, delivery, now) for delivery in deliveries]


def write_alone(delivery, now):
    return composers[delivery.kind]([delivery], now)(delivery)


def send(delivery, write, transport):
    """Write one mail, hand it over and record what became of it. Raises Stop where the rest had better wait."""
    try:
        hand_over(delivery, write, transport)
    except claims.ClaimLost:
        logger.warning("delivery %s was taken over by another process", delivery.pk)


def hand_over(delivery, write, transport):
    """The same; raises ClaimLost as soon as the mail is another process's."""
    try:
        mail = write()
        claims.note_sent(delivery, transport.send(mail, partial(claims.hand_over, delivery)))
    except claims.ClaimLost:
        raise
    except Skip as skip:
        claims.note_skipped(delivery, skip.reason)
    except AnswerLost:
        claims.note_ambiguous(delivery)
    except Deferred as answer:
        try_later(delivery, str(answer))
        if isinstance(answer, ServerGone):
            raise Stop from answer
    except RejectedByPolicy as answer:
        heed_policy(delivery, answer)
    except Rejected as answer:
        note_rejected(delivery, mail, answer)
    except Exception as error:
        logger.exception("delivery %s could not be written or sent", delivery.pk)
        put_aside(delivery, repr(error))
    else:
        if delivery.kind == Delivery.Kind.ACCOUNT and delivery.person:
            lift_refusal(delivery.person)


@transaction.atomic
def note_rejected(delivery, mail, answer):
    """Both at once, for a process that died between them would leave nobody told of the address."""
    claims.note_failed(delivery, str(answer))
    if isinstance(answer, NoSuchMailbox):
        refuse_address(mail.to[0], str(answer), person=delivery.person)


def heed_policy(delivery, answer):
    """Send nothing for an hour, lest we lose the server's trust, and this mail after all the others.

    If those were taken meanwhile and it is refused again, the server means this mail alone.
    """
    was_refused = delivery.reply.startswith("5")
    if was_refused and Delivery.objects.filter(sent_at__gte=delivery.due_at - BEHIND).exists():
        claims.note_failed(delivery, str(answer))
        return
    logger.critical("the mail server refuses us, sending pauses: %s", answer)
    again = pause_until(timezone.now() + POLICY_PAUSE)
    claims.postpone(delivery, good_hour(delivery, again + BEHIND), str(answer))
    raise Stop from answer


def put_aside(delivery, error):
    """Try once more in a while; after MOST_ATTEMPTS leave it for an operator, so that it blocks nothing.

    What may be out already is asked about first.
    """
    if delivery.state == Delivery.State.HANDING_OVER:
        claims.note_ambiguous(delivery)
    elif delivery.attempts + 1 >= MOST_ATTEMPTS:
        claims.note_dead(delivery, error)
    else:
        try_later(delivery, "")  # administrators read replies; an error of ours is the operator's


def try_later(delivery, reply):
    until = next_attempt(delivery, timezone.now())
    if until is None:
        claims.note_skipped(delivery, Delivery.Reason.LATE)
    else:
        claims.postpone(delivery, until, reply)
