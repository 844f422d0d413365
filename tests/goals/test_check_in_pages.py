"""Checking in from a list and from its own page."""

import re
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from goals.domain.check_ins import Entry, post_check_in
from goals.models import CheckIn, Cycle, KeyResult, Objective
from goals.models.fields import Status
from goals.queries.readers import readers_of
from notifications.models import HelpRequest
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory()


def url(key_result, name="check-in"):
    return reverse(name, args=[key_result.pk])


def typed(key_result, **fields):
    """What a browser sends for a form opened now."""
    return {
        "value": "25",
        "status": "on_track",
        "note": "Two more.",
        "request_key": str(uuid.uuid4()),
        "seen": str(key_result.last_seq),
    } | fields


def htmx(key_result, page="/"):
    return {
        "HX-Request": "true",
        "HX-Target": f"check-in-{key_result.pk}",
        "HX-Current-URL": f"http://testserver{page}",
    }


def send(client, user, key_result, *, headers=None, **fields):
    client.force_login(user)
    return client.post(url(key_result), typed(key_result, **fields), headers=headers)


def record(key_result, value, *, author=None, **more):
    entry = Entry(status=Status.ON_TRACK, value=Decimal(value), **more)
    check_in = post_check_in(key_result, entry, author=author or key_result.owner)
    key_result.refresh_from_db()
    return check_in


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


# Saving in place


def test_saving_in_place_answers_with_the_row_and_what_it_changed(client, key_result):
    page = f"/departments/{key_result.objective.department_id}/"

    response = send(client, key_result.owner, key_result, headers=htmx(key_result, page))

    text = response.content.decode()
    assert (response["HX-Retarget"], response["HX-Reswap"]) == (f"#key-result-{key_result.pk}", "outerHTML")
    assert f'id="key-result-{key_result.pk}"' in text
    assert f'<div id="objective-{key_result.objective_id}-figure" hx-swap-oob="innerHTML">' in text
    assert '<div id="status" hx-swap-oob="innerHTML">Saved.' in text
    assert len(response.content) < 8_000


def test_on_this_week_the_next_form_opens_and_takes_the_focus(client, key_result):
    following = KeyResultFactory(objective=key_result.objective)

    text = send(client, key_result.owner, key_result, headers=htmx(key_result)).content.decode()

    assert f'<div id="check-in-{following.pk}" hx-swap-oob="innerHTML">' in text
    assert f'data-focus-next="key-result-{following.pk}-value"' in text
    assert "1 check-in this week" in text


def test_a_form_that_is_open_already_is_left_alone(client, key_result):
    following = KeyResultFactory(objective=key_result.objective)

    text = send(
        client, key_result.owner, key_result, headers=htmx(key_result), open=[key_result.pk, following.pk]
    ).content.decode()

    assert f'id="check-in-{following.pk}"' not in text
    assert f'data-focus-next="key-result-{following.pk}-value"' in text


def test_after_the_last_one_the_week_is_done(client, key_result):
    text = send(client, key_result.owner, key_result, headers=htmx(key_result)).content.decode()

    assert "Done for this week" in text
    assert "The next check-in is due on Fri 27 Nov 18:00." in text
    assert 'data-focus-next="week-done"' in text


def test_a_double_click_repeats_the_first_answer(client, key_result):
    sent = typed(key_result)
    client.force_login(key_result.owner)

    first, second = (client.post(url(key_result), sent, headers=htmx(key_result)) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert without_tokens(first) == without_tokens(second)
    assert CheckIn.objects.count() == 1


def without_tokens(response):
    return re.sub(rb"[A-Za-z0-9]{64}|[0-9a-f-]{36}", b"", response.content)


@pytest.mark.parametrize(
    ("address", "landing"),
    [("/departments/3/", "/departments/3/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_a_plain_form_returns_where_it_came_from_on_this_site(client, key_result, address, landing):
    response = send(client, key_result.owner, key_result, next=address)

    assert response["Location"] == landing


def test_the_page_remembers_where_it_was_opened(client, key_result):
    client.force_login(key_result.owner)

    page = client.get(url(key_result), headers={"Referer": "http://testserver/departments/3/?status=stale"})

    assert page.context["next"] == "/departments/3/?status=stale"


# Two at once


@pytest.mark.parametrize("headers", [None, "htmx"])
def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(client, key_result, headers):
    colleague = UserFactory(company=key_result.company, family_name="Sato", given_name="Aoi")
    key_result.contributors.add(colleague)
    record(key_result, "30", author=colleague, note="Done at noon.")

    response = send(client, key_result.owner, key_result, seen="0", headers=headers and htmx(key_result))

    text = response.content.decode()
    assert response.status_code == 409
    assert all(part in text for part in ["Aoi Sato", "Wednesday 12:00", "Done at noon.", "Two more.", 'value="25"'])
    assert "Save mine on top" in text
    assert "Leave theirs" in text
    assert CheckIn.objects.count() == 1


def test_saving_on_top_keeps_both(client, key_result):
    record(key_result, "30")
    stale = send(client, key_result.owner, key_result, seen="0")

    send(client, key_result.owner, key_result, seen=str(stale.context["form"]["seen"].value()))

    assert [row.value for row in CheckIn.objects.order_by("seq")] == [30, 25]


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


# Correcting


def test_the_correction_form_starts_from_the_row(client, key_result):
    wrong = record(key_result, "12.5", note="Typo.")
    client.force_login(key_result.owner)

    form = client.get(reverse("check-in-correct", args=[wrong.pk])).context["form"]

    assert (form["value"].value(), form["note"].value(), form["status"].value()) == (
        "12.5",
        "Typo.",
        "on_track",
    )


def test_a_correction_takes_the_place_of_the_row(client, key_result):
    wrong = record(key_result, "12")
    client.force_login(key_result.owner)

    response = client.post(
        reverse("check-in-correct", args=[wrong.pk]), typed(key_result, value="21", next="/key-results/1/")
    )

    key_result.refresh_from_db()
    assert (response["Location"], key_result.current) == ("/key-results/1/", 21)
    assert CheckIn.objects.latest("seq").replaces == wrong


def test_a_row_corrected_meanwhile_is_shown(client, key_result):
    wrong = record(key_result, "12")
    client.force_login(key_result.owner)
    address = reverse("check-in-correct", args=[wrong.pk])
    client.post(address, typed(key_result, value="21"))

    response = client.post(address, typed(key_result, value="22"))

    newest = CheckIn.objects.latest("seq")
    assert response.status_code == 409
    assert response.context["action"] == reverse("check-in-correct", args=[newest.pk])


@pytest.mark.parametrize(("same_company", "status"), [(True, 403), (False, 404)])
def test_others_correct_nothing(client, key_result, same_company, status):
    wrong = record(key_result, "12")
    client.force_login(UserFactory(company=key_result.company) if same_company else UserFactory())

    assert client.get(reverse("check-in-correct", args=[wrong.pk])).status_code == status
