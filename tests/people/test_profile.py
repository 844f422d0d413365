"""One's own profile, and what every request takes from it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from people.models import Role, Theme
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PROFILE = {
    "family_name": "佐藤",
    "given_name": "葵",
    "furigana": "さとう あおい",
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "theme": "dark",
}


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def test_a_profile_is_saved(client, person):
    response = client.post(reverse("profile"), PROFILE, follow=True)

    person.refresh_from_db()
    assert (person.name, person.theme, person.shortcuts) == ("佐藤 葵", Theme.DARK, False)
    assert '<html lang="ja" data-theme="dark"' in response.content.decode()


@pytest.mark.parametrize("wrong", [{"family_name": ""}, {"time_zone": "Mars/Base"}, {"language": "fr"}])
def test_a_bad_profile_is_shown_again(client, person, wrong):
    response = client.post(reverse("profile"), PROFILE | wrong)

    before = person.family_name
    person.refresh_from_db()
    assert response.status_code == 422
    assert person.family_name == before


def test_nobody_promotes_themselves(client, person):
    client.post(reverse("profile"), PROFILE | {"role": Role.ADMIN, "email": "x@example.com"})

    email = person.email
    person.refresh_from_db()
    assert (person.role, person.email) == (Role.MEMBER, email)


def test_pages_speak_the_person_s_language_and_time(client, person):
    person.language, person.time_zone = "ja", "America/New_York"
    person.joined_at = timezone.now()
    person.save()

    response = client.get(reverse("profile"), headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == "ja"
    assert "プロフィール" in response.content.decode()


def test_a_stranger_switches_the_language_with_a_cookie(client, admin):
    response = client.post(reverse("set-language"), {"language": "en", "next": "/accounts/login/"})

    assert response.url == "/accounts/login/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = client.get(response.url, headers={"accept-language": "ja"}).content.decode()
    assert '<html lang="en"' in page


def test_a_member_switches_the_language_of_their_account(client, person):
    client.post(reverse("set-language"), {"language": "ja", "next": "/profile/"})

    person.refresh_from_db()
    assert person.language == "ja"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "http:evil", "\t//evil"],
)
def test_switching_the_language_leads_nowhere_else(client, admin, target):
    assert client.post(reverse("set-language"), {"language": "en", "next": target}).url == "/"


def test_an_unknown_language_changes_nothing(client, person):
    client.post(reverse("set-language"), {"language": "fr"})

    person.refresh_from_db()
    assert person.language == "en"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def is_in(client, **headers):
    return client.get(reverse("profile"), headers=headers).status_code == 200


def test_an_idle_session_ends(client, clock):
    client.force_login(UserFactory())
    assert is_in(client)

    clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))

    assert not is_in(client)


def test_a_session_in_use_ends_as_well(client, clock):
    client.force_login(UserFactory())
    step = settings.SESSION_IDLE_SECONDS - 1
    for _ in range(settings.SESSION_COOKIE_AGE // step):
        assert is_in(client)
        clock.shift(timedelta(seconds=step))
    assert is_in(client)

    clock.shift(timedelta(seconds=step))

    assert not is_in(client)


def test_quiet_refreshes_keep_nobody_signed_in(client, clock):
    client.force_login(UserFactory())
    assert is_in(client)
    step = settings.SESSION_IDLE_SECONDS // 2 + 1
    clock.shift(timedelta(seconds=step))
    assert is_in(client, **{"hx-quiet": "1"})

    clock.shift(timedelta(seconds=step))

    assert not is_in(client)
