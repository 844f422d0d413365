"""Days that no calendar of work holds: every page walks cycles and key results week by week."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from goals.models import Cycle
from tests.factories import AdminFactory, IndividualObjectiveFactory, KeyResultFactory

pytestmark = [pytest.mark.django_db]
LIST, NEW = "/settings/cycles/", "/settings/cycles/new/"


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        ("9999-01-01", "9999-12-31", "starts_on"),
        ("2026-10-01", "9999-12-31", "ends_on"),
        ("0001-01-01", "2026-12-31", "starts_on"),
        ("2026-10-01", "2036-12-31", "ends_on"),
        ("2026-12-31", "2026-10-01", "ends_on"),
    ],
)
def test_a_cycle_stays_within_what_pages_can_draw(client, starts_on, ends_on, field):
    client.force_login(AdminFactory())
    typed = {"kind": "custom", "own_name": "Long", "starts_on": starts_on, "ends_on": ends_on}

    response = client.post(NEW, typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Cycle.objects.exists()
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("field", "day", "is_taken"),
    [
        ("due_on", "9999-12-31", False),
        ("due_on", "2036-01-01", False),
        ("due_on", "2027-06-30", True),
        ("starts_on", "0001-01-01", False),
        ("starts_on", "2026-04-01", True),
    ],
)
def test_a_key_result_stays_near_its_cycle(client, field, day, is_taken):
    key_result = KeyResultFactory(objective=IndividualObjectiveFactory())
    client.force_login(key_result.owner)
    terms = {"title": "K", "kind": "reach", "start": "0", "target": "100", "weight": "1", "ownership": "contributor"}

    response = client.post(reverse("key-result-edit", args=[key_result.pk]), terms | {"version": "0", field: day})

    key_result.refresh_from_db()
    assert response.status_code == (302 if is_taken else 422)
    assert (getattr(key_result, field) == date.fromisoformat(day)) is is_taken
    if not is_taken:
        assert list(response.context["row"].errors) == [field]
    assert client.get("/").status_code == 200
