"""What is answered when a check-in is saved, alone or by two at once, and when one is corrected."""

import pytest
import time_machine
from django.urls import reverse

from goals.models import CheckIn
from tests.factories import (
    KeyResultFactory,
    UserFactory,
)
from tests.goals.checking_in import NOON, htmx, record, send, typed, url, without_tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory()


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
