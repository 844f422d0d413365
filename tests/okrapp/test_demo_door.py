"""The demo's sign-in page."""

from datetime import date

import pytest
from django.urls import reverse

from okrapp.demo.loader import load_demo
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=["ja", "en"])
def company(request, django_db_setup, django_db_blocker):
    with kept(django_db_setup, django_db_blocker):
        yield load_demo(request.param, date(2026, 11, 21)).company


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.demo_urls"


def test_the_demo_offers_a_member_a_manager_and_an_administrator(client, demo, company):
    door = client.get(reverse("account_login")).context["demo_door"]

    assert [person.role for _role, person in door["logins"]] == ["member", "member", "admin"]


def test_the_offered_password_opens_the_demo(client, demo, company):
    door = client.get(reverse("account_login")).context["demo_door"]

    for _role, person in door["logins"]:
        response = client.post(reverse("account_login"), {"login": person.email, "password": door["password"]})
        client.logout()

        assert response.headers["Location"] == reverse("home")


def test_nowhere_else_is_a_password_shown(client, company):
    assert "midori-demo" not in client.get(reverse("account_login")).content.decode()


def test_the_mailbox_is_one_press_away_in_the_demo_alone(client, demo, company, settings):
    client.force_login(company.users.first())
    assert reverse("mailbox") in client.get(reverse("profile")).content.decode()

    settings.DEMO, settings.ROOT_URLCONF = False, "okrapp.urls"
    assert "/demo/" not in client.get(reverse("profile")).content.decode()
