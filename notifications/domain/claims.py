"""Who works on which delivery, and what became of it: every change of state is one statement, committed at once.

A process may change only what it still holds: each statement names the claim, so one whose lease ran out
writes nothing. No lock is held while a mail server is spoken to. Whoever changes rows that others may be
changing too leaves those alone (``change_free``), because waiting for each other would be a deadlock.
"""

import uuid
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from notifications.models import Delivery

State = Delivery.State
FREE = {"claim": None, "lease_until": None}
NOT_SKIPPED = [state for state in State if state != State.SKIPPED]


class ClaimLost(Exception):
    """Another process has taken over: the mail must not be sent by this one."""


def lease():
    return timezone.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def claim_deliveries(ids, now):
    """Take those of the ids that wait and are due at the moment; return them with person, company and preference."""
    claim = uuid.uuid4()
    waiting = Delivery.objects.due(now).filter(pk__in=ids)
    change_free(waiting, state=State.CLAIMED, claim=claim, lease_until=lease())
    return list(
        Delivery.objects.filter(claim=claim).select_related("person__company", "person__mail_preference", "company")
    )


def renew(deliveries):
    """Keep what is not sent yet for another lease."""
    held = Delivery.objects.filter(pk__in=[each.pk for each in deliveries], state=State.CLAIMED)
    held.filter(claim__in={each.claim for each in deliveries}).update(lease_until=lease())


def release(deliveries):
    """Give back what was claimed and not begun."""
    held = Delivery.objects.filter(pk__in=[each.pk for each in deliveries], state=State.CLAIMED)
    held.filter(claim__in={each.claim for each in deliveries}).update(state=State.QUEUED, dispatched_at=None, **FREE)


def hand_over(delivery):
    """Say, before the last byte leaves, that from now on the mail may arrive. Raises ClaimLost."""
    change(delivery, State.CLAIMED, state=State.HANDING_OVER, lease_until=lease())
    delivery.state = State.HANDING_OVER


def note_sent(delivery, reply):
    """The server has taken it; what it said may name its own queue. The text of account mail is forgotten.

    This alone asks for no claim: it is true whoever holds the mail by now, and keeps them from sending it again.
    """
    taken = {"state": State.SENT, "sent_at": timezone.now(), "reply": reply[:250], "payload": None}
    update({"id": delivery.pk}, NOT_SKIPPED, taken | FREE)


def note_ambiguous(delivery):
    """The connection ended between the last byte and the answer: nobody here knows whether it was taken.

    The server gets the length of a lease to make up its mind before it is asked.
    """
    lost = {"lost_answers": delivery.lost_answers + 1, "due_at": lease()}
    change(delivery, State.HANDING_OVER, state=State.AMBIGUOUS, **lost, **FREE)


def note_skipped(delivery, reason):
    change(delivery, *Delivery.HELD, state=State.SKIPPED, reason=reason, payload=None, **FREE)


def note_failed(delivery, reply):
    """The server refuses it for good."""
    change(delivery, *Delivery.HELD, state=State.FAILED, reply=reply[:250], payload=None, **FREE)


def note_dead(delivery, reply):
    """It cannot be written; an operator has to look (the payload stays)."""
    change(delivery, State.CLAIMED, state=State.DEAD, reply=reply[:250], **FREE)


def postpone(delivery, until, reply=""):
    """Try again later; certainly not sent so far."""
    later = {"due_at": until, "dispatched_at": None, "attempts": delivery.attempts + 1, "reply": reply[:250]}
    change(delivery, *Delivery.HELD, state=State.QUEUED, **later, **FREE)


def put_off(delivery, until):
    """Leave it for a better hour; nothing was tried."""
    change(delivery, State.CLAIMED, state=State.QUEUED, due_at=until, dispatched_at=None, **FREE)


@transaction.atomic
def change_free(deliveries, **fields):
    """Change those nobody else is changing at the moment; return their ids."""
    free = list(deliveries.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=free).update(**fields)
    return free


def change(delivery, *states, **fields):
    if not update({"id": delivery.pk, "claim": delivery.claim}, states, fields):
        raise ClaimLost


def update(known, states, fields):
    """Set fields of the delivery ``known`` by these and in one of the states; return whether there was one.

    In SQL, for each mail takes two of these, and a QuerySet is as long about putting one together as the database
    about committing it.
    """
    text, columns = statement(tuple(known), tuple(states), tuple(fields))
    values = (*fields.values(), *known.values())
    with connection.cursor() as cursor:
        cursor.execute(text, [as_stored(value, connection) for as_stored, value in zip(columns, values, strict=True)])
        return bool(cursor.rowcount)


@cache
def statement(known, states, fields):
    """The UPDATE, and for each of its values what makes it one that the database takes."""
    text = "UPDATE {} SET {} WHERE {} AND state IN ({})".format(  # noqa: S608 - names and states of our own
        Delivery._meta.db_table,
        ", ".join(f"{name} = %s" for name in fields),
        " AND ".join(f"{name} = %s" for name in known),
        ", ".join(f"'{state}'" for state in states),
    )
    return text, [Delivery._meta.get_field(name).get_db_prep_save for name in (*fields, *known)]
