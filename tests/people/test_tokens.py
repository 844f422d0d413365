from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.domain.accounts import deactivate_person
from people.domain.errors import PeopleError
from people.domain.tokens import MOST_TOKENS, create_token, find_token, note_use, revoke_token
from people.models import ApiToken, AuditEntry
from tests.factories import UserFactory
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


def made(person=None, **more):
    person = person or UserFactory()
    return create_token(person, actor=person, name="Export", **more)


def test_only_a_digest_of_a_token_is_kept():
    token, text = made(days=30)

    row = str(ApiToken.objects.values().get()) + str(AuditEntry.objects.values().get())
    assert text.startswith("okr_")
    assert len(text) == 47
    assert text[8:] not in row
    assert token.expires_at == NOON + timedelta(days=30)
    assert find_token(text, NOON) == token


def test_making_and_revoking_are_in_the_audit_log():
    token, _text = made()
    revoke_token(token, actor=token.user)
    revoke_token(token, actor=token.user)

    entries = AuditEntry.objects.filter(label="Export").order_by("pk")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("token.created", token.user),
        ("token.revoked", token.user),
    ]


def test_a_token_ends_with_the_access_of_its_person():
    token, text = made()
    deactivate_person(token.user, actor=None)
    token.user.is_active = True
    token.user.save()

    assert find_token(text, NOON) is None


@pytest.mark.parametrize("days", [0, 367])
def test_days_out_of_bounds_are_refused(days):
    with pytest.raises(PeopleError) as refusal:
        made(days=days)

    assert refusal.value.field == "days"


def test_a_person_has_so_many_tokens_at_most():
    person = UserFactory()
    for _each in range(MOST_TOKENS):
        token, _text = made(person)
    with pytest.raises(PeopleError):
        made(person)
    revoke_token(token, actor=person)

    assert made(person)


def test_use_is_noted_once_an_hour(django_assert_num_queries):
    token, _text = made()

    note_use(token, NOON)
    token.refresh_from_db()
    with django_assert_num_queries(0):
        note_use(token, NOON + timedelta(minutes=59))
    note_use(token, NOON + timedelta(hours=1))

    token.refresh_from_db()
    assert token.last_used_at == NOON + timedelta(hours=1)


def test_the_page_shows_a_new_token_once(client):
    person = UserFactory()
    client.force_login(person)

    response = client.post(reverse("profile-tokens"), {"name": "Export", "scope": "write", "days": "10"})

    text = response.context["made"]
    token = find_token(text, NOON)
    assert (token.user, token.scope, token.expires_at) == (person, "write", NOON + timedelta(days=10))
    assert text in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    again = client.get(reverse("profile-tokens")).content.decode()
    assert text not in again
    assert "Export" in again


@pytest.mark.parametrize(("minutes", "is_asked"), [(9, False), (11, True)])
def test_the_password_is_asked_for_again_before_a_token_is_made(client, member, minutes, is_asked):
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})

    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        assert client.get(reverse("profile-tokens")).status_code == 200
        response = client.post(reverse("profile-tokens"), {"name": "Export", "scope": "read", "days": "10"})
        assert (response.status_code, ApiToken.objects.count()) == ((302, 0) if is_asked else (200, 1))
        if is_asked:
            refused = client.post(response.url, {"password": "wrong password"})
            assert (refused.status_code, ApiToken.objects.count()) == (200, 0)
            response = client.post(response.url, {"password": PASSWORD})

    assert find_token(response.context["made"], NOON).name == "Export"


def test_the_page_revokes_a_token_for_good(client):
    token, text = made()
    client.force_login(token.user)

    client.post(reverse("profile-token-revoke", args=[token.pk]))

    assert find_token(text, NOON) is None
    assert list(client.get(reverse("profile-tokens")).context["tokens"]) == []


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scope": "all"}, {"days": "0"}, {"days": "367"}, {"days": "x"}])
def test_a_bad_token_is_refused(client, wrong):
    client.force_login(UserFactory())

    response = client.post(reverse("profile-tokens"), {"name": "Export", "scope": "read", "days": "10"} | wrong)

    assert response.status_code == 422
    assert ApiToken.objects.count() == 0


def test_an_operator_makes_a_token(capsys):
    person = UserFactory(email="aoi@example.com")

    call_command("create_token", " Aoi@example.com", "--scope", "write", "--days", "5")

    token = find_token(capsys.readouterr().out.strip(), NOON)
    assert (token.user, token.may_write, token.expires_at) == (person, True, NOON + timedelta(days=5))
    assert AuditEntry.objects.get(action="token.created").actor is None


@pytest.mark.parametrize(
    "arguments", [["nobody@example.com"], ["gone@example.com"], ["aoi@example.com", "--days", "0"]]
)
def test_an_operator_is_told_why_not(arguments):
    UserFactory(email="aoi@example.com")
    UserFactory(email="gone@example.com", is_active=False)

    with pytest.raises(CommandError):
        call_command("create_token", *arguments)
