from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from goals.models import Cycle
from tests.factories import AdminFactory, CycleFactory, UserFactory

pytestmark = [pytest.mark.django_db]
LIST, NEW = "/settings/cycles/", "/settings/cycles/new/"


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def admin(client):
    admin = AdminFactory()
    client.force_login(admin)
    return admin


def test_the_next_quarter_is_suggested_by_the_fiscal_year(client, admin):
    CycleFactory(company=admin.company)

    form = client.get(NEW, {"kind": "quarter"}).context["form"]

    assert (form["starts_on"].value(), form["ends_on"].value()) == (date(2027, 1, 1), date(2027, 3, 31))
    assert "FY2026 Q4" in client.get(LIST).content.decode()


def test_the_first_cycle_is_the_one_today_is_in(client, admin):
    form = client.get(NEW, {"kind": "half"}).context["form"]

    assert (form["starts_on"].value(), form["ends_on"].value()) == (date(2026, 10, 1), date(2027, 3, 31))


def test_an_administrator_adds_and_renames_a_cycle(client, admin):
    dates = {"kind": "quarter", "starts_on": "2026-10-01", "ends_on": "2026-12-31", "own_name": ""}

    client.post(NEW, dates)
    cycle = Cycle.objects.get()
    client.post(reverse("cycle-edit", args=[cycle.pk]), dates | {"own_name": "Autumn"})

    cycle.refresh_from_db()
    assert (cycle.own_name, cycle.stage) == ("Autumn", "planning")


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_on": "2026-12-31", "ends_on": "2026-10-01"},
        {"starts_on": "2026-10-01", "ends_on": "2026-12-31"},
        {"kind": "custom", "starts_on": "2027-10-01", "ends_on": "2027-12-31"},
    ],
)
def test_bad_dates_are_refused_at_the_field(client, admin, dates):
    CycleFactory(company=admin.company)

    response = client.post(NEW, {"kind": "quarter", "own_name": ""} | dates)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert Cycle.objects.count() == 1


def test_stages_move_one_at_a_time_and_back(client, admin):
    cycle = CycleFactory(company=admin.company)
    move = reverse("cycle-move", args=[cycle.pk])

    for stage, arrives in [("closed", "running"), ("review", "review"), ("running", "running")]:
        client.post(move, {"stage": stage})
        cycle.refresh_from_db()
        assert cycle.stage == arrives


@pytest.mark.parametrize("url", [LIST, NEW])
def test_only_administrators_set_cycles_up(client, url):
    client.force_login(UserFactory())

    assert client.get(url).status_code == 403


def test_a_cycle_of_another_company_is_not_there(client, admin):
    foreign = CycleFactory()

    for name in ("cycle-edit", "cycle-move", "cycle-select"):
        assert client.post(reverse(name, args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize(
    ("address", "lands"), [("/objectives/new/", "/objectives/new/"), ("https://elsewhere.example/", "/"), ("", "/")]
)
def test_choosing_a_cycle_returns_to_a_page_of_ours(client, admin, address, lands):
    cycle = CycleFactory(company=admin.company)

    response = client.post(reverse("cycle-select", args=[cycle.pk]), {"next": address})

    assert response.url == lands
    assert client.session["cycle"] == cycle.pk


def test_looking_at_a_cycle_is_never_a_get(client, admin):
    cycle = CycleFactory(company=admin.company)

    assert client.get(reverse("cycle-select", args=[cycle.pk])).status_code == 405
