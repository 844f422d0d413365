"""A link of a mail is judged anew when it is followed and when it acts: what happened since is said, kindly."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goals.domain.agreements import counter
from goals.domain.mail_links import LIFETIME
from goals.domain.pausing import pause_key_result
from goals.models import CheckIn, Cycle, KeyResult, Objective
from goals.models.fields import Status
from people.models import User
from tests.factories import KeyResultFactory, UserFactory
from tests.goals.checking_in import record
from tests.goals.mail_links.linking import (
    DAY,
    MONDAY,
    follow,
    fresh,
    link_to,
    manager_of,
    send,
    written,
)

pytestmark = pytest.mark.django_db


def goes_to_a_colleague(key_result):
    KeyResult.objects.update(owner=UserFactory(company=key_result.company, family_name="Next", given_name="One"))


def is_done(key_result):
    KeyResult.objects.update(status=Status.DONE)


def is_paused(key_result):
    pause_key_result(key_result, reason="The supplier moves.", actor=key_result.owner)


def is_closed(key_result):
    Cycle.objects.update(stage=Cycle.Stage.CLOSED)


def is_archived(key_result):
    Objective.objects.update(state=Objective.State.ARCHIVED)


def becomes_a_viewer(key_result):
    User.objects.filter(pk=key_result.owner_id).update(role="viewer")


def is_hidden(key_result):
    Objective.objects.update(visibility="restricted", owner=manager_of(key_result))
    KeyResult.objects.update(on_table=None)
    goes_to_a_colleague(key_result)


def is_checked_in(key_result):
    record(key_result, "70")


def leaves(key_result):
    User.objects.filter(pk=key_result.owner_id).update(is_active=False)


def has_another_address(key_result):
    User.objects.filter(pk=key_result.owner_id).update(email="new@example.com")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (goes_to_a_colleague, "One Next is the owner now."),
        (is_done, "It is marked as “Done”."),
        (is_paused, "Paused: The supplier moves."),
        (is_closed, "Nothing can be recorded about it at the moment."),
        (is_archived, "Nothing can be recorded about it at the moment."),
        (becomes_a_viewer, "This does not need you any more"),
        (is_hidden, "This link does not work"),
        (leaves, "This link does not work"),
        (has_another_address, "This link does not work"),
    ],
)
@pytest.mark.parametrize("purpose", ["value", "help"])
def test_what_happened_since_is_said_and_nothing_is_recorded(client, key_result, happens, said, purpose):
    link = link_to(key_result, purpose)
    happens(key_result)
    before = written()

    answers = [follow(client, link), send(client, key_result, purpose, link=link, helpers=manager_of(key_result).pk)]

    assert [(answer.status_code, said in answer.content.decode()) for answer in answers] == [(410, True)] * 2
    assert written() == before


def test_a_check_in_made_elsewhere_is_shown(client, key_result):
    link = link_to(key_result)
    record(key_result, "70")

    page = follow(client, link)

    assert (page.status_code, "Tanaka: 70 days, On track (today)" in page.content.decode()) == (410, True)


@pytest.mark.parametrize("later", [7 * DAY, LIFETIME + DAY])
def test_a_link_is_over_with_its_period(client, key_result, later):
    link = link_to(key_result)

    with time_machine.travel(MONDAY + later, tick=False):
        answers = [follow(client, link), send(client, key_result, link=link)]

    for answer in answers:
        assert (answer.status_code, "This link has expired" in answer.content.decode()) == (410, True)
        assert reverse("key-result", args=[key_result.pk]) in answer.content.decode()
    assert CheckIn.objects.count() == 1


def other_terms(key_result):
    counter(key_result, {"target": Decimal(60)}, author=key_result.owner, seen=1, support="", reason="Less.")


def accepted_elsewhere(key_result):
    other_terms(key_result)
    send(Client(), fresh(key_result), "accept", link=link_to(fresh(key_result), "accept", manager_of(key_result)))


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (other_terms, "These terms are no longer on the table"),
        (accepted_elsewhere, "These terms are no longer on the table"),
        (is_done, "It is marked as “Done”."),
        (is_closed, "Nothing can be recorded about it at the moment."),
        (becomes_a_viewer, "This does not need you any more"),
    ],
)
def test_terms_that_are_no_longer_there_are_not_accepted(client, key_result, happens, said):
    link = link_to(key_result, "accept")
    happens(key_result)
    before = written()

    answers = [follow(client, link), send(client, key_result, "accept", link=link)]

    assert [(answer.status_code, said in answer.content.decode()) for answer in answers] == [(410, True)] * 2
    assert reverse("agreement", args=[key_result.pk]) in answers[0].content.decode()
    assert written() == before


def test_where_nobody_could_be_asked_the_page_says_where_to_find_somebody(client):
    key_result = KeyResultFactory(objective__owner__language="en")

    assert "Whom could you ask?" in follow(client, link_to(key_result, "help")).content.decode()
