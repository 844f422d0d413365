"""Seeing ahead what a value would do, and naming who can help."""

import pytest
import time_machine

from goals.models import CheckIn, KeyResult, Objective
from goals.queries.readers import readers_of
from notifications.models import HelpRequest
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)
from tests.goals.checking_in import NOON, record, send, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory()


# Preview


def preview(client, key_result, **fields):
    client.force_login(key_result.owner)
    return client.get(url(key_result, "check-in-preview"), fields)


@pytest.mark.parametrize("kind", ["reach", "keep_at_least"])
def test_the_preview_is_what_is_then_stored(client, key_result, kind):
    KeyResult.objects.update(kind=kind)
    KeyResultFactory(objective=key_result.objective)
    record(key_result, "100")

    shown = preview(client, key_result, value="50").context
    assert CheckIn.objects.count() == 1
    record(key_result, "50")

    objective = Objective.objects.get()
    assert shown["key_result"].endswith(f"{key_result.progress:.0%}")
    assert shown["objective"].endswith(f"{objective.progress:.0%}")
    assert shown["key_result"].startswith("100% → ")


def test_the_preview_of_milestones(client):
    milestone = MilestoneFactory()
    MilestoneFactory(key_result=milestone.key_result)

    shown = preview(client, milestone.key_result, done_milestones=milestone.pk).context

    assert shown["key_result"] == "0% → 50%"


def test_the_preview_of_a_correction_leaves_the_wrong_row_out(client, key_result):
    wrong = record(key_result, "10")
    record(key_result, "20")

    shown = preview(client, key_result, value="90", replaces=wrong.pk).context

    assert shown["key_result"] == "20%"


@pytest.mark.parametrize(("value", "text"), [("", ""), ("abc", "“abc” is not a number.")])
def test_the_preview_is_patient_with_unfinished_numbers(client, key_result, value, text):
    response = preview(client, key_result, value=value)

    assert response.status_code == 200
    assert response.content.decode().strip().startswith(text)


# Help


def test_help_can_be_asked_of_several(client, key_result):
    helpers = [UserFactory(company=key_result.company), ViewerFactory(company=key_result.company)]

    send(client, key_result.owner, key_result, helpers=[helper.pk for helper in helpers])

    assert {request.helper for request in HelpRequest.objects.all()} == set(helpers)


def test_only_readers_can_be_asked(client, key_result):
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)
    outsider = UserFactory(company=key_result.company)

    response = send(client, key_result.owner, key_result, helpers=[outsider.pk])

    assert response.status_code == 422
    assert CheckIn.objects.count() == 0


def test_readers_are_those_to_whom_it_is_visible():
    manager = UserFactory()
    above = DepartmentFactory(company=manager.company, manager=manager)
    below = DepartmentFactory(company=manager.company, parent=above)
    objective = ObjectiveFactory(
        owner=UserFactory(company=manager.company),
        department=below,
        visibility=Objective.Visibility.RESTRICTED,
    )
    key_result = KeyResultFactory(objective=objective, owner=UserFactory(company=manager.company))
    key_result.contributors.add(UserFactory(company=manager.company))
    AdminFactory(company=manager.company)
    UserFactory(company=manager.company)

    everyone = manager.company.users.all()

    assert set(readers_of(objective)) == {
        person for person in everyone if Objective.objects.visible_to(person).exists()
    }
    assert readers_of(objective).count() == 5


def test_people_are_found_by_name_and_those_ticked_stay(client, key_result):
    ticked = UserFactory(company=key_result.company, family_name="Tanaka")
    found = UserFactory(company=key_result.company, family_name="Sato")
    UserFactory(family_name="Sato")
    client.force_login(key_result.owner)

    people = client.get(url(key_result, "check-in-people"), {"person": "ｓａｔ", "helpers": ticked.pk}).context[
        "people"
    ]

    assert people == [(ticked, True), (found, False)]


def test_without_scripts_people_are_found_by_a_button(client, key_result):
    found = UserFactory(company=key_result.company, family_name="Sato")

    response = send(client, key_result.owner, key_result, person="sato", find="1")

    assert response.status_code == 200
    assert response.context["form"].people() == [(found, False)]
    assert "Two more." in response.content.decode()
    assert CheckIn.objects.count() == 0


def test_a_name_without_a_tick_is_asked_about(client, key_result):
    response = send(client, key_result.owner, key_result, person="sato")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["helpers"]
