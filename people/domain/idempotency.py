"""Doing what a client asks for once, however often it asks: the header ``Idempotency-Key`` of the API.

A key belongs to one token and stands for one request. It is claimed in a transaction of its own, so that everybody
else sees the work going on; the answer is kept in the transaction that does the work, so that both exist or neither.
"""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import IdempotentRequest

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=60)


class KeyReused(Exception):
    """The key stands for another request already."""


class StillRunning(Exception):
    """The same request is being worked on right now."""


def fingerprint_of(*parts):
    """One digest over what makes a request the same one; ``parts`` are bytes."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def do_once(token, key, fingerprint, work):
    """Return (status, answer) of ``work``, called now or when the same request came first.

    ``work`` runs in a transaction and returns (status, answer as text). What it raises is passed on and
    nothing is remembered. Raises KeyReused and StillRunning.
    """
    now = timezone.now()
    IdempotentRequest.objects.filter(token=token, claimed_at__lte=now - KEPT).delete()
    claim, is_ours = claim_key(token, key, fingerprint, now)
    if not is_ours:
        return claim.status, claim.answer
    try:
        return work_and_keep(claim, work)
    except BaseException:
        held(claim).delete()
        raise


def claim_key(token, key, fingerprint, now):
    """Return (the request's row, whether it is ours to do)."""
    try:
        with transaction.atomic():
            fields = {"fingerprint": fingerprint, "claimed_at": now}
            return IdempotentRequest.objects.create(token=token, key=key, **fields), True
    except IntegrityError:
        claim = IdempotentRequest.objects.filter(token=token, key=key).first()
    if claim is None:
        raise StillRunning  # it has just failed and may be sent again
    if claim.fingerprint != fingerprint:
        raise KeyReused
    if claim.status is None:
        take_over(claim, now)
    return claim, claim.status is None


def take_over(claim, now):
    """Claim what a process that has died was at. Raises StillRunning while it may be alive."""
    if now - claim.claimed_at < LEASE or not held(claim).update(claimed_at=now):
        raise StillRunning
    claim.claimed_at = now


def held(claim):
    """The row as long as nobody else has taken it over and it has no answer."""
    return IdempotentRequest.objects.filter(pk=claim.pk, claimed_at=claim.claimed_at, status=None)


@transaction.atomic
def work_and_keep(claim, work):
    status, answer = work()
    if not held(claim).update(status=status, answer=answer):
        raise StillRunning  # somebody took over; what was done here is undone
    return status, answer
