"""The demo company of each language, as its command loads it, and its sign-in page."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from okrapp.demo.staff import PASSWORD
from people.models import Company, User
from tests.kept import kept
from tests.okrapp.demo_day import MID_QUARTER, assert_no_contradictions, due_by_person

pytestmark = pytest.mark.django_db
EDITIONS = ["en", pytest.param("ja", marks=pytest.mark.deep)]  # test_demo.py looks at the Japanese one at once
NAMES = {"ja": ("みどり精工", "佐藤 葵"), "en": ("Midori Precision", "Aoi Sato")}


@pytest.fixture(scope="module", params=EDITIONS)
def loaded(request, django_db_setup, django_db_blocker):
    """The company, and what the command tells."""
    out = StringIO()
    with kept(django_db_setup, django_db_blocker):
        call_command("load_demo", language=request.param, date=MID_QUARTER, stdout=out)
        yield Company.objects.get(), out.getvalue()


@pytest.fixture
def company(loaded):
    return loaded[0]


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.demo_urls"


def test_each_language_has_the_same_company(company):
    assert company.name == NAMES[company.language][0]
    assert User.objects.filter(language=company.language).count() == User.objects.count()
    assert len(due_by_person(company, MID_QUARTER)["sakura.tanaka@midori.example"]) == 3


def test_it_has_no_contradictions(company):
    assert_no_contradictions(company, MID_QUARTER)


def test_the_command_tells_the_logins(client, loaded):
    company, told = loaded

    assert f"aoi.sato@midori.example  {NAMES[company.language][1]}" in told
    assert PASSWORD in told
    assert client.login(email="naoko.takahashi@midori.example", password=PASSWORD)


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
