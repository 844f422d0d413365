"""Two who press the link of a mail at the same moment: one act, and the other is told."""

from collections import Counter
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client

from goals.models import CheckIn, Consent, UsedLink
from tests.goals.mail_links.linking import MONDAY, awaited_key_result, link_to, page_of, typed
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture(autouse=True)
def monday():
    """With a clock that goes on."""
    with time_machine.travel(MONDAY):
        yield


def press(key_result, purpose, number):
    """Each from a page of its own, so that nothing but the link says that they are the same."""
    sent = typed(key_result, link_to(key_result, purpose), request_key=f"00000000-0000-4000-8000-{number:012}")
    return partial(Client().post, page_of(key_result, purpose), sent)


@pytest.mark.parametrize("purposes", [["value"], ["no-change"], ["accept"], ["value", "no-change"]])
def test_eight_presses_at_once_are_one_act(purposes):
    key_result = awaited_key_result()
    presses = [press(key_result, purposes[number % len(purposes)], number) for number in range(8)]

    outcomes = at_once(*presses)

    assert errors(outcomes) == []
    statuses = Counter(answer.status_code for answer in outcomes)
    assert (statuses[200], set(statuses) <= {200, 409, 410, 429}) == (1, True), statuses
    assert UsedLink.objects.count() == 1
    assert CheckIn.objects.count() + Consent.objects.count() == 3  # two were there before
