"""Workers, dispatchers and reapers at the same moment, on the same rows."""

import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from notifications.domain.claims import claim_deliveries, release, renew
from notifications.domain.dispatch import dispatch
from notifications.domain.reaper import reap
from notifications.domain.sending import deliver
from notifications.models import Delivery
from notifications.tasks import deliver_batch, dispatch_due
from tests.notifications.owing import owe, states
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def received():
    return Counter(each.to[0] for each in mail.outbox)


def held(count, state):
    """Rows whose process is dead: the lease has run out."""
    return owe(count, state=state, claim=uuid.uuid4(), lease_until=timezone.now() - timedelta(seconds=1))


def test_workers_that_claim_the_same_rows_get_different_ones():
    ids = owe(300)
    lists = [ids, ids[::-1], ids[100:], ids[:200][::-1]] * 2

    outcomes = at_once(*(partial(claim_deliveries, some, timezone.now()) for some in lists))

    assert errors(outcomes) == []
    assert sorted(each.pk for claimed in outcomes for each in claimed) == ids


@pytest.mark.parametrize("task", [deliver_batch, lambda ids: dispatch_due()], ids=["deliver_batch", "dispatch_due"])
def test_a_task_run_twice_sends_each_mail_once(task):
    ids = owe(40)

    for _ in range(2):
        task(ids)

    assert received() == {f"person{n}@example.com": 1 for n in range(40)}
    assert set(states(ids)) == {"sent"}


@pytest.mark.parametrize("task", [deliver_batch, lambda ids: dispatch_due()], ids=["deliver_batch", "dispatch_due"])
def test_a_task_run_by_eight_at_once_sends_each_mail_once(task):
    ids = owe(200)

    outcomes = at_once(*[partial(task, ids)] * 8)

    assert errors(outcomes) == []
    assert received() == {f"person{n}@example.com": 1 for n in range(200)}
    assert set(states(ids)) == {"sent"}


def test_dispatchers_at_once_announce_each_mail_once_in_full_batches():
    ids, now, announced = owe(1200), timezone.now(), []

    outcomes = at_once(*[partial(dispatch, now, announced.append)] * 6)
    dispatch(now + timedelta(seconds=1), announced.append)

    assert errors(outcomes) == []
    assert sorted(len(batch) for batch in announced) == [200, 500, 500]
    assert sorted(pk for batch in announced for pk in batch) == ids


def test_what_was_announced_and_never_claimed_is_announced_again_after_a_lease(settings):
    ids, now, announced = owe(3), timezone.now(), []
    dispatch(now, announced.append)

    dispatch(now + timedelta(seconds=settings.MAIL_LEASE_SECONDS - 1), announced.append)
    assert announced == [ids]

    dispatch(now + timedelta(seconds=settings.MAIL_LEASE_SECONDS + 1), announced.append)
    assert announced == [ids, ids]


def test_reapers_at_once_flag_a_lost_answer_once():
    claimed = held(300, Delivery.State.CLAIMED)
    handed_over = held(300, Delivery.State.HANDING_OVER)

    outcomes = at_once(*[partial(reap, timezone.now())] * 8)

    assert errors(outcomes) == []
    assert set(states(claimed)) == {"queued"}
    assert set(Delivery.objects.filter(pk__in=handed_over).values_list("state", "lost_answers")) == {("ambiguous", 1)}


def test_nobody_waits_for_another_for_ever(settings):
    """Leases of no length: everything is taken from everyone at any moment."""
    settings.MAIL_LEASE_SECONDS = 0
    ids = owe(400)

    def work():
        for _ in range(8):
            mine = claim_deliveries(ids, timezone.now())
            renew(mine)
            reap(timezone.now())
            release(mine[::2])

    outcomes = at_once(*[work] * 8)

    assert errors(outcomes) == []
    settings.MAIL_LEASE_SECONDS = 120
    reap(timezone.now())
    deliver(ids)
    assert received() == {f"person{n}@example.com": 1 for n in range(400)}
