"""Who may check in, and what the form offers and refuses."""

from decimal import Decimal

import pytest
import time_machine

from goals.domain.check_ins import Entry, post_check_in
from goals.models import CheckIn, Cycle
from goals.models.fields import Status
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    MilestoneFactory,
    UserFactory,
    ViewerFactory,
)
from tests.goals.checking_in import NOON, htmx, record, send, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory()


# Who may


def test_the_owner_checks_in_and_returns_home(client, key_result):
    response = send(client, key_result.owner, key_result)

    key_result.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (key_result.current, key_result.status, key_result.last_note) == (25, "on_track", "Two more.")


def test_a_contributor_checks_in_by_right(client, key_result):
    colleague = UserFactory(company=key_result.company)
    key_result.contributors.add(colleague)

    send(client, colleague, key_result)

    assert CheckIn.objects.get().on_behalf is False


def test_the_manager_line_checks_in_on_behalf_and_is_told_so(client):
    manager = UserFactory()
    department = DepartmentFactory(company=manager.company, manager=manager)
    owner = UserFactory(company=manager.company, department=department, family_name="Sato", given_name="Aoi")
    key_result = KeyResultFactory(objective=IndividualObjectiveFactory(owner=owner))
    client.force_login(manager)

    page = client.get(url(key_result))
    client.post(url(key_result), typed(key_result))

    assert "You are checking in for Aoi Sato;" in page.content.decode()
    assert CheckIn.objects.get().on_behalf is True


@pytest.mark.parametrize("factory", [UserFactory, ViewerFactory])
@pytest.mark.parametrize("name", ["check-in", "check-in-preview", "check-in-people"])
def test_colleagues_and_viewers_only_look(client, key_result, factory, name):
    client.force_login(factory(company=key_result.company))

    assert client.get(url(key_result, name)).status_code == 403


@pytest.mark.parametrize("name", ["check-in", "check-in-preview", "check-in-people"])
def test_another_company_finds_nothing(client, key_result, name):
    client.force_login(AdminFactory())

    assert client.get(url(key_result, name)).status_code == 404


def test_a_closed_cycle_takes_no_check_ins(client, key_result):
    Cycle.objects.update(stage=Cycle.Stage.CLOSED)

    assert send(client, key_result.owner, key_result).status_code == 403
    assert CheckIn.objects.count() == 0


# The form


def test_the_form_starts_with_the_last_word(client, key_result):
    record(key_result, "10")
    client.force_login(key_result.owner)
    post_check_in(key_result, Entry(status=Status.AT_RISK, value=Decimal(11)), author=key_result.owner)

    form = client.get(url(key_result)).context["form"]

    assert form["status"].value() == "at_risk"
    assert form["seen"].value() == 2
    assert form["value"].value() is None


def test_the_first_time_is_on_track(client, key_result):
    client.force_login(key_result.owner)

    assert client.get(url(key_result)).context["form"]["status"].value() == "on_track"


def test_htmx_gets_the_form_alone(client, key_result):
    client.force_login(key_result.owner)

    response = client.get(url(key_result), headers=htmx(key_result))

    assert response.content.decode().lstrip().startswith("<form")
    assert f'hx-target="#check-in-{key_result.pk}"' in response.content.decode()


def test_closing_the_form_leaves_the_place_empty_and_the_focus_on_its_link(client, key_result):
    client.force_login(key_result.owner)

    response = client.get(url(key_result), {"close": ""}, headers=htmx(key_result))

    assert f'data-focus-next="check-in-link-{key_result.pk}"' in response.content.decode()
    assert "<form" not in response.content.decode()


@pytest.mark.parametrize(("text", "value"), [("２５．５", "25.5"), ("1,250", "1250"), ("1.2万", "12000")])
def test_numbers_are_read_as_people_type_them(client, key_result, text, value):
    send(client, key_result.owner, key_result, value=text)

    assert CheckIn.objects.get().value == Decimal(value)


@pytest.mark.parametrize("headers", [None, "htmx"])
def test_a_wrong_value_is_said_at_the_field_and_nothing_is_lost(client, key_result, headers):
    response = send(client, key_result.owner, key_result, value="lots", headers=headers and htmx(key_result))

    assert response.status_code == 422
    assert "is not a number" in response.content.decode()
    assert "Two more." in response.content.decode()
    assert 'value="lots"' in response.content.decode()
    assert CheckIn.objects.count() == 0


def test_a_value_out_of_reach_is_said_at_the_field(client):
    key_result = KeyResultFactory(start=0, target="0.000001")

    response = send(client, key_result.owner, key_result, value="999999999")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["value"]


def test_milestones_are_ticked(client):
    first = MilestoneFactory(weight=3)
    key_result = first.key_result
    second = MilestoneFactory(key_result=key_result)
    client.force_login(key_result.owner)

    client.post(url(key_result), typed(key_result, done_milestones=[first.pk]))
    key_result.refresh_from_db()
    form = client.get(url(key_result)).context["form"]

    assert key_result.progress == Decimal("0.7500")
    assert form["done_milestones"].value() == [first.pk]
    assert list(form.fields["done_milestones"].queryset) == [first, second]


# No change


def test_no_change_repeats_value_and_word(client, key_result):
    record(key_result, "40")

    send(client, key_result.owner, key_result, unchanged="1", value="", status="")

    again = CheckIn.objects.latest("seq")
    assert (again.seq, again.value, again.status) == (2, 40, "on_track")


def test_no_change_keeps_milestones(client):
    milestone = MilestoneFactory()
    key_result = milestone.key_result
    post_check_in(key_result, Entry(status=Status.AT_RISK, done_milestones=[milestone.pk]), author=key_result.owner)
    key_result.refresh_from_db()

    send(client, key_result.owner, key_result, unchanged="1")

    again = CheckIn.objects.latest("seq")
    assert (again.done_milestones, again.status) == ([milestone.pk], "at_risk")


def test_no_change_needs_a_first_value(client, key_result):
    response = send(client, key_result.owner, key_result, unchanged="1", value="")

    assert response.status_code == 422
