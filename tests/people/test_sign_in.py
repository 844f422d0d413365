"""Signing in, resetting a password and changing an address, without telling strangers who exists."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.domain.accounts import deactivate_person
from people.models import AuditEntry, User
from tests.factories import UserFactory
from tests.people.conftest import PASSWORD, with_password

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def sign_in(client, email, password=PASSWORD, **kwargs):
    return client.post(LOGIN, {"login": email, "password": password}, **kwargs)


def text_of(response, *varying):
    text = re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"\w+"', "", response.content.decode())
    for each in varying:
        text = text.replace(each, "")
    return text


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["member@example.com", "Member@Example.COM", " member@example.com "])
def test_a_member_signs_in_with_address_and_password(client, member, email):
    assert sign_in(client, email).url == "/"
    assert int(client.session["_auth_user_id"]) == member.pk


def test_wrong_password_unknown_address_and_invited_person_look_the_same(client, member):
    UserFactory(email="invited@example.com")

    answers = [
        sign_in(client, email, "wrong password")
        for email in ("member@example.com", "nobody@example.com", "invited@example.com")
    ]

    assert {answer.status_code for answer in answers} == {200}
    pages = {text_of(answer, "member@", "nobody@", "invited@") for answer in answers}
    assert len(pages) == 1


def test_a_reset_looks_the_same_and_sends_a_mail_for_every_address(client, member):
    UserFactory(email="invited@example.com")

    answers = [
        client.post(RESET, {"email": email}, follow=True)
        for email in ("member@example.com", "nobody@example.com", "invited@example.com")
    ]

    assert len({text_of(answer) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [
        ["member@example.com"],
        ["nobody@example.com"],
        ["invited@example.com"],
    ]
    assert ["/key/" in message.body for message in mail.outbox] == [True, False, False]


def test_a_reset_ends_other_sessions_and_is_recorded(client, member):
    elsewhere = Client()
    sign_in(elsewhere, member.email)
    client.post(RESET, {"email": member.email})
    link = re.search(r"http\S+key/\S+", mail.outbox[0].body).group()

    form_url = client.get(link).url
    new = "another horse battery"
    client.post(form_url, {"password1": new, "password2": new})

    assert elsewhere.get(reverse("profile")).status_code == 302
    assert sign_in(client, member.email, new).status_code == 302
    assert AuditEntry.objects.filter(object_id=member.pk, action="person.password_changed").exists()
    assert client.get(link, follow=True).redirect_chain == []


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1:9999"])
def test_the_host_header_does_not_reach_mail(client, member, host):
    response = client.post(RESET, {"email": member.email}, headers={"host": host})

    if response.status_code == 400:
        assert mail.outbox == []
    else:
        links = re.findall(r"http\S+", mail.outbox[0].body)
        assert links
        assert all(link.startswith(settings.BASE_URL) for link in links)


def test_guessing_is_slowed_down_for_the_guesser_alone(client, member):
    for _ in range(6):
        guessed = sign_in(client, member.email, "wrong password")

    assert text_of(guessed) != text_of(sign_in(Client(REMOTE_ADDR="10.0.0.2"), member.email, "wrong password"))
    assert sign_in(client, member.email).status_code == 200
    assert sign_in(Client(REMOTE_ADDR="10.0.0.3"), member.email).status_code == 302


def test_many_tries_from_one_place_get_429_in_our_words(client, admin):
    answers = [sign_in(client, f"a{n}@example.com") for n in range(31)]

    assert answers[-1].status_code == 429
    assert b"auth" in answers[-1].content


def test_nobody_signs_up(client, admin):
    data = {"email": "new@example.com", "password1": PASSWORD}

    client.post("/accounts/signup/", data)

    assert list(User.objects.all()) == [admin]


def test_a_deactivated_person_cannot_sign_in_and_loses_open_sessions(client, member, admin):
    sign_in(client, member.email)
    member.company = admin.company
    member.save()
    session = UserSession.objects.get(user=member)

    deactivate_person(member, actor=admin)

    assert not session.exists()
    assert not UserSession.objects.filter(user=member).exists()
    assert client.get(reverse("profile")).status_code == 302
    sign_in(client, member.email)
    assert not is_signed_in(client)


def test_signing_in_rotates_the_session(client, member):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    sign_in(client, member.email)

    assert client.session.session_key != session.session_key


def test_signing_out_ends_the_session(client, member):
    sign_in(client, member.email)
    session_key = client.session.session_key

    response = client.post(reverse("account_logout"))

    assert response.status_code == 302
    assert not is_signed_in(client)
    assert not client.session.exists(session_key)


def test_own_sessions_are_listed_and_others_ended(client, member):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(elsewhere, member.email)
    sign_in(client, member.email)

    assert "Firefox – Windows" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))

    assert elsewhere.get(reverse("profile")).status_code == 302
    assert client.get(reverse("profile")).status_code == 200


@pytest.fixture
def confident(client, member):
    """Signed in and asked for the password again a moment ago."""
    sign_in(client, member.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_an_address_changes_once_the_new_one_confirms_and_the_old_one_hears(confident, member):
    confident.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    member.refresh_from_db()
    assert member.email == "member@example.com"
    assert mail.outbox[0].to == ["new@example.com"]

    link = re.search(r"http\S+confirm-email/\S+", mail.outbox[0].body).group()
    assert confident.get(link).status_code == 200
    member.refresh_from_db()
    assert member.email == "member@example.com"
    confident.post(link)

    member.refresh_from_db()
    assert member.email == "new@example.com"
    assert list(EmailAddress.objects.filter(user=member).values_list("email", flat=True)) == ["new@example.com"]
    assert ["member@example.com"] in [message.to for message in mail.outbox]
    entry = AuditEntry.objects.get(action="person.email_changed")
    assert entry.changes == {"email": ["member@example.com", "new@example.com"]}


def test_asking_for_an_address_somebody_has_looks_the_same(confident):
    with_password(UserFactory(email="taken@example.com"))

    answers = []
    for email in ("taken@example.com", "free@example.com"):
        answers.append(confident.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True))

    assert text_of(answers[0], "taken@", "free@") == text_of(answers[1], "taken@", "free@")


@pytest.mark.parametrize(("language", "greeting"), [("ja", "様"), ("en", "Dear")])
def test_account_mail_speaks_the_language_of_the_person(client, member, language, greeting):
    member.language = language
    member.save()

    client.post(RESET, {"email": member.email}, headers={"accept-language": "en" if language == "ja" else "ja"})

    assert greeting in mail.outbox[0].body


ACCOUNT_PAGES = [
    "account_change_password",
    "account_email",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "account_logout",
    "account_reauthenticate",
]
OPEN_PAGES = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
]


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_stand_in_our_frame(confident, name):
    response = confident.get(reverse(name))

    assert response.status_code == 200
    assert b'id="main"' in response.content


@pytest.mark.parametrize("name", OPEN_PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_before_signing_in_speak_both_languages(client, admin, name, language):
    response = client.get(reverse(name), headers={"accept-language": language})

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
