"""A link of a mail is good for one purpose, person, address, occasion and eight days, and for nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from goals.domain.mail_links import LIFETIME, SALT, LinkFailed, Purpose, Reason, read_link
from notifications.domain.unsubscribing import unsubscribe_url
from people.domain.invitations import SALT as INVITATION
from people.models import User
from tests.factories import KeyResultFactory, UserFactory
from tests.goals.mail_links.linking import MONDAY, link_to, page_of, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result():
    return KeyResultFactory(objective__owner__email="aoi@example.com")


@pytest.fixture
def token(key_result):
    return token_of(link_to(key_result))


def why(token):
    with pytest.raises(LinkFailed) as failed:
        read_link(token)
    return failed.value.reason


def flip(token, place):
    """The token with the lowest bit of one character turned."""
    return token[:place] + chr(ord(token[place]) ^ 1) + token[place + 1 :]


@pytest.mark.parametrize("purpose", ["value", "no-change", "help"])
def test_a_link_says_who_what_and_for_which_period(key_result, purpose):
    link = read_link(token_of(link_to(key_result, purpose)))

    assert (link.purpose, link.person, link.key_result_id, link.occasion) == (
        purpose,
        key_result.owner,
        key_result.pk,
        "2026-11-16",
    )


@pytest.mark.parametrize(("later", "works"), [(timedelta(), True), (timedelta(seconds=1), False)])
def test_it_lasts_eight_days(token, later, works):
    with time_machine.travel(MONDAY + LIFETIME + later, tick=False):
        assert read_link(token) if works else why(token) == Reason.EXPIRED


def test_no_character_can_be_changed(token):
    assert {why(flip(token, place)) for place in range(len(token))} == {Reason.UNKNOWN}


def test_no_other_token_passes_for_one(key_result, token):
    """Of another purpose, person, key result or period, cut, unsigned, and of every other kind of link there is."""
    other, person = KeyResultFactory(), key_result.owner
    body, _dot, signature = token.rpartition(".")
    swapped = [f"{purpose}.{token.partition('.')[2]}" for purpose in ("no-change", "help", "accept")]
    wrong = [
        *swapped,
        token.replace(f".{person.pk}.{key_result.pk}.", f".{other.owner_id}.{key_result.pk}.", 1),
        token.replace(f".{person.pk}.{key_result.pk}.", f".{person.pk}.{other.pk}.", 1),
        token.replace("2026-11-16", "2026-11-23"),
        Signer(sep=".", salt=f"x{SALT}:value:{person.email}").sign(body),
        Signer(sep=".", salt=f"{SALT}:help:{person.email}").sign(body),
        signing.dumps({"purpose": "invitation", "id": 1}, salt=INVITATION),
        token_of(unsubscribe_url(person, "digest")),
        *[
            body,
            signature,
            token[:-1],
            token + "A",
            "",
            ".",
            "value",
            "value.1",
            "value.１.2.3",
            "9" * 40,
            "\0",
            "あ",
        ],
    ]

    assert [why(each) for each in wrong] == [Reason.UNKNOWN] * len(wrong)


@pytest.mark.parametrize("purpose", ["value", "no-change", "help"])
def test_it_opens_no_other_door(key_result, purpose):
    client, token = Client(), token_of(link_to(key_result, purpose))

    doors = [reverse(name, args=[token]) for name in ("mail-stop", "invitation")]
    answers = [client.post(door).status_code for door in doors]
    others = [client.post(page_of(key_result, each), {"link": token}).status_code for each in {*Purpose} - {purpose}]

    assert {*answers, *others} == {410}


def deactivated(person):
    User.objects.filter(pk=person.pk).update(is_active=False)


def moved(person):
    User.objects.filter(pk=person.pk).update(email="new@example.com")


def addressless(person):
    User.objects.filter(pk=person.pk).update(email=None)


@pytest.mark.parametrize("happens", [deactivated, moved, addressless])
def test_it_dies_with_the_address_and_with_the_person_s_leaving(key_result, token, happens):
    happens(key_result.owner)

    assert why(token) == Reason.UNKNOWN


def test_it_outlives_a_change_of_the_secret_key(token, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert read_link(token)


def test_the_address_is_no_part_of_it(token):
    assert "aoi" not in token


def test_all_that_is_unknown_looks_alike(key_result, token):
    """Of nobody, of somebody else, forged, and of somebody who left: nothing can be told from the answer."""
    other = UserFactory()
    wrong = [flip(token, -1), token.replace(f".{key_result.owner_id}.", f".{other.pk}.", 1), "x", "value.999999.1"]
    answers = [Client().get(reverse("mail-link", args=[each])) for each in wrong]
    deactivated(key_result.owner)
    answers.append(Client().get(reverse("mail-link", args=[token])))

    assert {(answer.status_code, answer.content, answer.cookies.output()) for answer in answers} == {
        (410, answers[0].content, "")
    }
