"""Acting from a mail: GET asks, POST acts once, as the person the mail was written to, and without a session."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from goals.domain.agreements import counter
from goals.models import CheckIn, Consent, KeyResult
from goals.models.fields import Status
from notifications.models import HelpRequest
from people.models import User
from tests.factories import MilestoneFactory, UserFactory
from tests.goals.checking_in import record
from tests.goals.mail_links.linking import (
    DAY,
    MONDAY,
    follow,
    fresh,
    link_to,
    manager_of,
    page_of,
    send,
    typed,
    written,
)

pytestmark = pytest.mark.django_db
CHECK_INS = ["value", "no-change", "help"]
PURPOSES = [*CHECK_INS, "accept"]


# Looking


@pytest.mark.parametrize(("purpose", "rounds"), [("value", 25), ("no-change", 1), ("help", 1), ("accept", 1)])
def test_looking_a_hundred_times_writes_nothing_and_opens_no_session(client, key_result, purpose, rounds):
    link, before = link_to(key_result, purpose), written()

    for _round in range(rounds):
        assert client.head(link).status_code == client.get(link).status_code == 302
        page = client.get(page_of(key_result, purpose))
        assert client.head(page_of(key_result, purpose)).status_code == page.status_code == 200

    assert written() == before
    assert set(client.cookies) == {"mail_link"}
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_token_leaves_the_address_for_a_cookie_of_that_page(client, key_result, settings):
    settings.SESSION_COOKIE_SECURE = True
    link = link_to(key_result)

    answer = client.get(link)

    cookie = answer.cookies["mail_link"]
    assert answer["Location"] == page_of(key_result)
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"], cookie["max-age"]) == (
        page_of(key_result),
        "Lax",
        True,
        True,
        3600,
    )


def test_the_page_shows_the_one_key_result_in_its_reader_s_language(client, key_result):
    User.objects.filter(pk=key_result.owner_id).update(language="ja")

    answer = follow(client, link_to(key_result))
    page = answer.content.decode()

    assert '<html lang="ja"' in page
    assert answer.headers["Content-Language"] == "ja"
    assert [each in page for each in ("Fewer days", "Closer to customers", "40", "100")] == [True] * 4


def test_whoever_else_is_signed_in_does_not_matter(client, key_result):
    client.force_login(UserFactory(family_name="Somebody", company__name="Else"))

    page = follow(client, link_to(key_result)).content.decode()
    send(client, key_result)

    assert "Somebody" not in page
    assert "Else" not in page
    assert CheckIn.objects.latest("seq").author == key_result.owner


@pytest.mark.parametrize(("purpose", "most"), [("value", 10), ("help", 10), ("accept", 10)])
def test_a_page_asks_few_questions(client, key_result, purpose, most, django_assert_max_num_queries):
    client.get(link_to(key_result, purpose))

    with django_assert_max_num_queries(most):
        client.get(page_of(key_result, purpose))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_the_cookie_or_the_token_nothing_opens(client, key_result, purpose):
    before = written()
    client.get(link_to(key_result, purpose))

    answers = [client.post(page_of(key_result, purpose)), Client().get(page_of(key_result, purpose))]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert written() == before


# Acting


def test_a_value_is_recorded_once_as_the_owner_s(client, key_result):
    answers = [send(client, key_result) for _time in range(2)]

    check_in = CheckIn.objects.latest("seq")
    assert [answer.status_code for answer in answers] == [200, 410]
    assert (check_in.author, check_in.value, check_in.note, check_in.on_behalf) == (
        key_result.owner,
        25,
        "Two more.",
        False,
    )
    assert "The check-in of “Fewer days” is recorded." in answers[0].content.decode()
    assert "This is done already" in answers[1].content.decode()
    assert CheckIn.objects.count() == 2


def test_no_change_repeats_what_was_said_whatever_else_is_sent(client, key_result):
    answer = send(client, key_result, "no-change", value="99", status="off_track")

    check_in = CheckIn.objects.latest("seq")
    assert answer.status_code == 200
    assert (check_in.value, check_in.status) == (40, Status.ON_TRACK)


def test_no_change_keeps_milestones(client):
    milestone = MilestoneFactory(key_result__objective__owner__language="en")
    key_result = milestone.key_result
    with time_machine.travel(MONDAY - 5 * DAY, tick=False):
        client.post(page_of(key_result), typed(key_result, link_to(key_result), done_milestones=[milestone.pk]))
    key_result = fresh(key_result)

    send(client, key_result, "no-change")

    assert CheckIn.objects.latest("seq").done_milestones == [milestone.pk]


def test_help_is_asked_of_those_who_are_offered_with_the_value_as_it_was(client, key_result):
    manager, stranger = manager_of(key_result), UserFactory(company=key_result.company, family_name="Stranger")

    page = follow(client, link_to(key_result, "help")).content.decode()
    refused = send(client, key_result, "help", helpers=[stranger.pk])
    nobody = send(client, key_result, "help", note="")
    answer = send(client, key_result, "help", value="40", helpers=[manager.pk])

    assert ("Aoi Sato" in page, "Stranger" in page, 'value="40"' in page) == (True, False, True)
    assert (refused.status_code, nobody.status_code, answer.status_code) == (422, 422, 200)
    request = HelpRequest.objects.get()
    assert (request.asked_by, request.helper, request.target.note) == (key_result.owner, manager, "Two more.")


def test_terms_are_shown_and_accepted_once(client, key_result):
    counter(
        key_result,
        {"target": Decimal(60)},
        author=manager_of(key_result),
        seen=1,
        support="A car",
        reason="Two left.",
    )
    key_result = fresh(key_result)

    page = follow(client, link_to(key_result, "accept")).content.decode()
    answers = [send(client, key_result, "accept") for _time in range(2)]

    assert [each in page for each in ("60 days", "A car", "Two left.", "Aoi Sato")] == [True] * 4
    assert [answer.status_code for answer in answers] == [200, 410]
    assert (fresh(key_result).agreement, fresh(key_result).target) == (KeyResult.Agreement.AGREED, 60)


def test_a_due_check_in_is_answered_once_whichever_link_was_pressed(client, key_result):
    links = {purpose: link_to(key_result, purpose) for purpose in CHECK_INS}
    send(client, key_result, "no-change", link=links["no-change"])

    for purpose in CHECK_INS:
        answer = send(client, fresh(key_result), purpose, link=links[purpose])
        assert (answer.status_code, "This is done already" in answer.content.decode()) == (410, True)
        assert follow(Client(), links[purpose]).status_code == 410
    assert CheckIn.objects.count() == 2


def test_next_week_s_mail_has_links_of_its_own(client, key_result):
    send(client, key_result)

    with time_machine.travel(MONDAY + 7 * DAY, tick=False):
        assert send(client, fresh(key_result)).status_code == 200


@pytest.mark.parametrize(("field", "text"), [("value", "lots"), ("value", ""), ("status", "fine"), ("seen", "x")])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, key_result, field, text):
    answer = send(client, key_result, **{field: text})

    assert answer.status_code == 422
    assert "Two more." in answer.content.decode()
    assert CheckIn.objects.count() == 1
    assert send(client, key_result).status_code == 200


def test_a_colleague_s_check_in_meanwhile_is_shown_and_can_be_put_under_one_s_own(client, key_result):
    link = link_to(key_result)
    opened = typed(key_result, link)
    record(key_result, "70", author=manager_of(key_result))

    conflict = client.post(page_of(key_result), opened)
    page = conflict.content.decode()
    on_top = client.post(page_of(key_result), opened | {"seen": "2"})

    assert [conflict.status_code, on_top.status_code] == [409, 200]
    assert [each in page for each in ("70 days", "Aoi Sato", "Two more.", 'name="seen" value="2"')] == [True] * 4
    assert list(CheckIn.objects.order_by("seq").values_list("value", flat=True)) == [40, 70, 25]


def test_that_nothing_changed_is_not_said_on_top_of_a_change(client, key_result):
    opened = typed(key_result, link_to(key_result, "no-change"))
    record(key_result, "70", author=manager_of(key_result))

    answer = client.post(page_of(key_result, "no-change"), opened)

    assert (answer.status_code, "Aoi Sato: 70 days, On track (today)" in answer.content.decode()) == (409, True)
    assert CheckIn.objects.count() == 2


def test_a_program_that_presses_without_end_is_slowed_down(client, key_result):
    answers = [send(client, key_result, value="x").status_code for _time in range(31)]

    assert (answers[0], answers[-1]) == (422, 429)


@pytest.mark.parametrize("word", ["", "low"])
def test_the_owner_says_how_sure_they_are_with_the_consent(client, key_result, word):
    page = follow(client, link_to(key_result, "accept")).content.decode()
    answer = send(client, key_result, "accept", confidence=word)

    assert "How sure are you to reach this?" in page
    assert answer.status_code == 200
    assert Consent.objects.get(person=key_result.owner).confidence == word


def test_a_forged_word_leaves_the_link_as_good_as_it_was(client, key_result):
    before = written()
    forged = send(client, key_result, "accept", confidence="certain")

    assert (forged.status_code, written()) == (422, before)
    assert "not one of the available choices" in forged.content.decode()
    assert send(client, key_result, "accept", confidence="even").status_code == 200


def test_a_manager_is_not_asked_how_sure_they_are(client, key_result):
    terms = {"target": Decimal(60)}
    counter(key_result, terms, author=key_result.owner, seen=1, support="", reason="Two left.")
    key_result, manager = fresh(key_result), manager_of(key_result)
    link = link_to(key_result, "accept", manager)

    page = follow(client, link).content.decode()
    send(client, key_result, "accept", link=link, confidence="low")

    assert "How sure are you" not in page
    assert Consent.objects.get(person=manager, proposal=key_result.on_table).confidence == ""
