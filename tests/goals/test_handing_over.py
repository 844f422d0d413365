"""A key result goes to another owner, who agrees first (docs/adr/0035)."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from goals.domain import agreements
from goals.domain.errors import GoalError, StaleForm
from goals.models import Consent, KeyResult, Proposal
from goals.queries.awaiting import awaiting
from notifications.models import Notification
from notifications.queries.centre import rows_of
from people.models import AuditEntry
from tests.goals.agreeing import NOON, change, company, fresh, hand_over, key_result_in
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON), override("en"):
        yield


people = kept_for_module(company)


def post(client, person, key_result, **sent):
    client.force_login(person)
    form = {"seen": 0, "note": "Ask Mori.", "reason": "", "to": ""} | sent
    return client.post(reverse("key-result-hand-over", args=[key_result.pk]), form)


@pytest.mark.parametrize("state", ["none", "proposed", "agreed", "changing"])
def test_the_owner_stays_until_successor_and_manager_have_consented(people, state):
    key_result = key_result_in(people, state)
    seen = key_result.on_table.number if key_result.on_table else 0

    handed = hand_over(key_result, people.successor, people.owner, seen=seen)
    assert (fresh(key_result).owner, fresh(key_result).is_handed_over) == (people.owner, True)
    agreements.accept(key_result, actor=people.successor, seen=handed.on_table.number)
    assert fresh(key_result).owner == people.owner
    agreements.accept(key_result, actor=people.lead, seen=handed.on_table.number)

    assert (fresh(key_result).owner, fresh(key_result).agreement) == (people.successor, "agreed")


def test_terms_and_history_go_along_and_what_lay_on_the_table_gives_way(people):
    key_result = key_result_in(people, "changing")  # a target of 80 waits beside the 100 agreed

    handed = hand_over(key_result, people.successor, people.lead, seen=2)

    assert (handed.on_table.target, handed.on_table.act) == (100, Proposal.Act.HANDED)


def test_the_key_result_of_somebody_who_left_takes_manager_and_successor(people):
    key_result = key_result_in(people, "ownerless")

    agreements.accept(key_result, actor=people.successor, seen=2)

    assert fresh(key_result).owner == people.successor


def test_who_takes_over_is_no_contributor_any_more(people):
    key_result = key_result_in(people, "agreed")

    hand_over(key_result, people.contributor, people.lead)
    agreements.accept(key_result, actor=people.contributor, seen=2)

    assert list(fresh(key_result).contributors.all()) == []


def test_another_owner_in_the_form_is_a_hand_over_too(people):
    key_result = key_result_in(people, "agreed")

    change(key_result, people.lead, owner=people.successor)

    assert fresh(key_result).on_table.act == Proposal.Act.HANDED


def test_doing_it_twice_is_doing_it_once(people):
    key_result = key_result_in(people, "agreed")

    for _press in range(2):
        hand_over(key_result, people.successor, people.lead)

    assert key_result.proposals.count() == 2


def test_withdrawing_what_nobody_had_agreed_to_proposes_it_to_its_owner_again(people):
    key_result = key_result_in(people, "offered")

    for _press in range(2):
        agreements.withdraw_change(key_result, actor=people.successor, seen=2)

    taken_back = fresh(key_result)
    assert (taken_back.on_table.owner, taken_back.on_table.number) == (people.owner, 3)
    agreements.accept(key_result, actor=people.owner, seen=3)
    agreements.accept(key_result, actor=people.lead, seen=3)
    assert fresh(key_result).agreement == "agreed"


@pytest.mark.parametrize("to", ["owner", "viewer", "former", "stranger"])
def test_who_cannot_own_it_cannot_take_it_over(people, to):
    key_result = key_result_in(people, "agreed")

    with pytest.raises(GoalError) as refused:
        hand_over(key_result, getattr(people, to), people.lead)

    assert refused.value.field == "to"


def test_what_was_laid_there_meanwhile_is_not_overwritten(people):
    key_result = key_result_in(people, "changing")

    with pytest.raises(StaleForm):
        hand_over(key_result, people.successor, people.lead, seen=0)


# What they see


def test_the_successor_finds_it_with_the_note_at_home_and_the_manager_too(people):
    key_result = key_result_in(people, "agreed")
    hand_over(key_result, people.successor, people.owner)

    for person, act in [(people.successor, "Hand-over to you"), (people.lead, "Hand-over to ")]:
        (line,) = awaiting(person)
        assert line["act"].startswith(act)
        assert line["note"] == "Ask Mori about the contract."
    assert awaiting(people.owner) == []


def test_the_successor_is_told_at_once_with_the_note(people):
    key_result = key_result_in(people, "handed")

    found = Notification.objects.select_related("activity__actor").filter(person=people.successor)
    (row,) = rows_of(list(found), people.successor)

    assert found.get().delivery is not None
    assert "asks you to take this over: “Ask Mori about the contract.”" in row.told.sentence
    assert row.told.title == key_result.title
    assert mail.outbox == []


def test_the_trail_shows_it_as_a_hand_over(client, people):
    key_result = key_result_in(people, "passed")
    client.force_login(people.member)

    page = client.get(reverse("agreement", args=[key_result.pk])).content.decode()

    assert "Hand-over proposed" in page
    assert "Ask Mori about the contract." in page


def test_the_key_result_says_whom_it_waits_for(client, people):
    key_result = key_result_in(people, "ownerless")
    client.force_login(people.member)

    page = client.get(key_result.get_absolute_url()).content.decode()

    assert "It needs an owner: " in page


# The page


@pytest.mark.parametrize("state", ["agreed", "ownerless"])
def test_the_page_speaks_to_whom_it_asks(client, people, state):
    key_result = key_result_in(people, state)
    if state == "agreed":
        hand_over(key_result, people.successor, people.owner)
    for reader, said in ((people.successor, "You are"), (people.lead, f"{people.successor.name} is")):
        client.force_login(reader)
        shown = client.get(reverse("agreement", args=[key_result.pk])).content.decode()
        assert f"{said} asked to take it over." in shown


def test_the_page_hands_it_over(client, people):
    key_result = key_result_in(people, "agreed")

    answer = post(client, people.owner, key_result, to=people.successor.name, reason="Parental leave")

    assert answer.url == reverse("agreement", args=[key_result.pk])
    on_table = fresh(key_result).on_table
    assert (on_table.owner, on_table.note, on_table.reason) == (people.successor, "Ask Mori.", "Parental leave")
    assert AuditEntry.objects.filter(action="key_result.terms_handed", object_id=key_result.pk).exists()


@pytest.mark.parametrize("wrong", [{"to": "Nobody"}, {"note": ""}, {"to": ""}])
def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(client, people, wrong):
    key_result = key_result_in(people, "agreed")

    answer = post(client, people.owner, key_result, **({"to": people.successor.name, "reason": "Leave"} | wrong))

    assert answer.status_code == 422
    assert ">\nLeave</textarea>" in answer.content.decode()
    assert fresh(key_result).on_table is None


def test_after_a_conflict_the_page_answers_what_lies_there_now(client, people):
    key_result = key_result_in(people, "changing")

    answer = post(client, people.owner, key_result, to=people.successor.name)

    assert answer.status_code == 409
    assert ">\nAsk Mori.</textarea>" in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    assert KeyResult.objects.get(pk=key_result.pk).on_table.number == 2
    assert Consent.objects.count() == 3
