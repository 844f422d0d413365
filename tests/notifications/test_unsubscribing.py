"""The link at the foot of a mail: stops it without a sign-in, and can do nothing else (RFC 8058)."""

import pytest
from django.core import signing
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from notifications.domain.unsubscribing import PREFERENCES, SALT, unsubscribe_url
from notifications.models import MailPreference, preference_of
from people.domain.invitations import SALT as INVITATION
from people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person():
    return UserFactory(email="aoi@example.com", language="ja")


def address(person, kind="digest"):
    return unsubscribe_url(person, kind).removeprefix("http://127.0.0.1:8000")


def wanted(person):
    preference = preference_of(User.objects.get(pk=person.pk))
    return preference.digest, preference.reminders


@pytest.mark.parametrize(("kind", "left"), [("digest", (False, True)), ("reminder", (True, False))])
def test_mail_software_stops_a_mail_with_one_post(person, kind, left):
    client = Client(enforce_csrf_checks=True)

    answers = [client.post(address(person, kind), ONE_CLICK) for _time in range(2)]

    assert [(answer.status_code, answer.cookies.output()) for answer in answers] == [(200, "")] * 2
    assert wanted(person) == left


def test_looking_at_the_link_again_and_again_writes_nothing(person, client):
    for _time in range(10):
        assert (client.get(address(person)).status_code, client.head(address(person)).status_code) == (200, 200)

    assert not MailPreference.objects.exists()


def test_the_page_speaks_the_language_of_the_mail_s_reader(person, client):
    answer = client.get(address(person), headers={"Accept-Language": "en"})

    assert answer.headers["Content-Language"] == "ja"
    assert '<html lang="ja"' in answer.content.decode()
    assert "aoi@example.com" in answer.content.decode()


def test_the_page_shows_nothing_of_whoever_is_signed_in(person, client):
    client.force_login(UserFactory(family_name="Somebody", company__name="Else", language="en"))

    page = client.get(address(person)).content.decode()

    assert '<html lang="ja"' in page
    assert "Else" not in page


def test_what_was_chosen_otherwise_stays(person, client):
    MailPreference.objects.create(person=person, weekday=2, reminders=False)

    client.post(address(person), ONE_CLICK)

    assert MailPreference.objects.filter(person=person, weekday=2, reminders=False, digest=False).exists()


def test_no_other_link_passes_for_one(person, client):
    """Cut, foreign, forged, of another purpose and of nobody: one page, one status, nothing written."""
    good = address(person).split("/")[3]
    other = UserFactory(email="other@example.com")
    foreign = good.replace(f"{person.pk}.", f"{other.pk}.", 1)
    other_kind = good.replace(".digest.", ".reminders.")
    missing = good.replace(f"{person.pk}.", "999999.", 1)
    invitation = signing.dumps({"purpose": "invitation", "id": 1}, salt=INVITATION)
    other_salt = Signer(sep=".", salt=f"x{SALT}:{person.email}").sign(f"{person.pk}.digest")
    no_signature = f"{person.pk}.digest"
    wrong = [foreign, other_kind, missing, invitation, other_salt, no_signature, good[:-1], good + "A", "x", "1" * 40]
    wrong += [flipped for place in range(len(good)) if "/" not in (flipped := flip(good, place))]

    answers = [client.post(reverse("mail-stop", args=[token]), ONE_CLICK) for token in wrong]

    assert {(answer.status_code, answer.content) for answer in answers} == {(410, answers[0].content)}
    assert not MailPreference.objects.exists()


def flip(token, place):
    """The token with the lowest bit of one character turned."""
    return token[:place] + chr(ord(token[place]) ^ 1) + token[place + 1 :]


def test_the_link_opens_nothing_else(person, client):
    assert client.get(reverse("invitation", args=[address(person).split("/")[3]])).status_code == 410


def test_the_link_dies_with_the_address(person, client):
    old = address(person)
    User.objects.filter(pk=person.pk).update(email="new@example.com")

    assert client.post(old, ONE_CLICK).status_code == 410
    assert wanted(person) == (True, True)


def test_the_link_outlives_a_change_of_the_secret_key(person, client, settings):
    old = address(person)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert client.post(old, ONE_CLICK).status_code == 200


def test_the_address_is_no_part_of_the_link(person):
    assert "aoi" not in unsubscribe_url(person, "digest")
    assert set(PREFERENCES.values()) == {"digest", "reminders", "news"}
