"""What no careful person types: every form answers with 422, never with an error page, and stores nothing."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goals.models import CheckIn, Objective
from tests.kept import kept
from tests.okrapp.world import NOON, make_world

pytestmark = pytest.mark.django_db
HUGE_ID = "9" * 26
LONG_NUMBER = "1" * 5000


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with kept(django_db_setup, django_db_blocker), time_machine.travel(NOON, tick=False):
        yield make_world()


def signed_in(person):
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def objective_data(world, **changes):
    row = {"title": "K", "kind": "reach", "start": "0", "target": "10", "weight": "1", "ownership": "contributor"}
    return {
        "title": "T",
        "why": "W",
        "level": "company",
        "owner": world.people["admin"].name,
        "cycle": world.objects["cycle"].pk,
        "ambition": "committed",
        "visibility": "company",
        "alignment": "supports",
        "alignment_weight": "1",
        "kr-rows": "1",
        **{f"kr-0-{name}": value for name, value in row.items()},
    } | changes


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[
            (name, weight)
            for name in ("alignment_weight", "kr-0-weight")
            for weight in ("0", "-0", "-1", "101", HUGE_ID)
        ],
        ("kr-0-weight", "１０１"),
        *[("kr-0-target", number) for number in ("NaN", "Infinity", "1e999", "1" * 16, "0.1234567", "0", "1\0")],
        ("kr-0-due_on", "9999-12-31"),
        ("kr-0-due_on", "0000-01-01"),
        ("kr-0-kind", "wishes"),
        ("level", "galaxy"),
        ("cycle", HUGE_ID),
        ("cycle", LONG_NUMBER),
        ("department", LONG_NUMBER),
        ("title", "x" * 10_000),
        ("title", "a\0b"),
        ("kr-0-title", " "),
    ],
    ids=lambda value: value[:20],
)
def test_the_objective_form(world, field, typed):
    extra = {"level": "department"} if field == "department" else {}
    before = Objective.objects.count()

    data = objective_data(world, **(extra | {field: typed}))
    response = signed_in(world.people["admin"]).post(reverse("objective-new"), data)

    assert response.status_code == 422
    assert response.context["form"].problems
    assert Objective.objects.count() == before


@pytest.mark.parametrize("rows", ["1000000", "-1", "x", LONG_NUMBER, "", "30"])
def test_the_number_of_rows_is_not_believed(world, rows):
    data = objective_data(world, **{"kr-rows": rows, "title": ""})

    response = signed_in(world.people["admin"]).post(reverse("objective-new"), data)

    assert response.status_code == 422
    assert len(response.context["form"].rows) <= 30


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value", "NaN"),
        ("value", "9" * 15),
        ("status", "done"),
        ("helpers", HUGE_ID),
        ("helpers", LONG_NUMBER),
        ("helpers", "abc"),
        ("seen", LONG_NUMBER),
        ("request_key", "x"),
        ("note", "x" * 10_000),
        ("note", "\0"),
    ],
    ids=lambda value: value[:20],
)
def test_the_check_in_form(world, field, typed):
    key_result = world.objects["key_result"]
    data = {"value": "25", "status": "on_track", "request_key": str(uuid.uuid4()), "seen": "1"} | {field: typed}
    before = CheckIn.objects.count()

    response = signed_in(world.people["owner"]).post(reverse("check-in", args=[key_result.pk]), data)

    assert (response.status_code, CheckIn.objects.count()) == (422, before)
    assert response.context["form"].errors


@pytest.mark.parametrize("name", ["replaces", "helpers", "person", "value"])
@pytest.mark.parametrize("typed", [HUGE_ID, "1" * 4400, "\0", "²"], ids=["huge", "long", "nul", "superscript"])
def test_fragments_of_the_check_in_form(world, name, typed):
    client, key_result = signed_in(world.people["owner"]), world.objects["key_result"]

    for page in ("check-in-preview", "check-in-people"):
        response = client.get(reverse(page, args=[key_result.pk]), {"value": "5"} | {name: typed})
        assert response.status_code == 200


@pytest.mark.parametrize("typed", ["\0", "a\0b", "x" * 3000, "%", "_", "\\", "𠮷", "ｶﾞ"])
def test_searching_for_anything(world, typed):
    client = signed_in(world.people["admin"])

    assert client.get(reverse("search"), {"q": typed}).status_code == 200
    assert client.get(reverse("settings-people"), {"q": typed, "page": LONG_NUMBER[:4400]}).status_code == 200


def test_nul_is_in_no_search_key(world):
    """PostgreSQL refuses it in any text, be it only compared with."""
    response = signed_in(world.people["admin"]).get(reverse("search"), {"q": "Adm\0in"})

    assert [person.family_name for person in response.context["people"]] == ["Admin"]
