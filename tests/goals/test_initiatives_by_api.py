"""Initiatives and action items by the API: by the rules, forms and sentences of the pages."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goals.models import ActionItem, Initiative, Objective
from people.models import AuditEntry
from tests.api_client import ask, token_of
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.initiatives import ActionItemFactory, CountedKeyResultFactory, InitiativeFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        cache.clear()
        yield


@pytest.fixture
def owner():
    return UserFactory(language="en")


@pytest.fixture
def token(owner):
    return token_of(owner)


def send(token, method, name, sent, *args):
    return ask(token, method, reverse(name, args=args), sent)


def test_a_plan_begins_as_the_form_begins(owner, token):
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=owner))
    before = InitiativeFactory(owner=owner)
    sent = {"title": "Call them", "key_results": [key_result.pk], "needs": [before.pk], "items": ["One", "Two"]}

    made = send(token, "POST", "api-initiatives", sent)

    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in ("owner", "starts_on", "due_on", "priority", "state")} == {
        "owner": owner.pk,
        "starts_on": "2026-11-18",
        "due_on": "2026-12-16",
        "priority": "normal",
        "state": "planned",
    }
    assert (told["key_results"], told["needs"]) == ([key_result.pk], [before.pk])
    assert (told["item_count"], told["done_count"]) == (2, 0)


def test_only_what_is_sent_changes(owner, token):
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=owner))
    initiative = InitiativeFactory(owner=owner, key_results=[key_result], description="As it was")

    told = send(token, "PATCH", "api-initiative", {"priority": "high"}, initiative.pk).json()
    assert (told["priority"], told["description"], told["key_results"]) == ("high", "As it was", [key_result.pk])

    told = send(token, "PATCH", "api-initiative", {"key_results": []}, initiative.pk).json()
    assert told["key_results"] == []
    assert AuditEntry.objects.filter(object_id=initiative.pk, action="initiative.changed").count() == 1


def test_links_that_are_not_to_be_read_are_not_told_and_stay(owner, token):
    secret = ObjectiveFactory(owner=UserFactory(company=owner.company), visibility=Objective.Visibility.RESTRICTED)
    hidden = KeyResultFactory(objective=secret)
    initiative = InitiativeFactory(owner=owner, key_results=[hidden])

    told = send(token, "PATCH", "api-initiative", {"title": "Other", "key_results": []}, initiative.pk).json()

    assert (told["key_results"], list(initiative.key_results.all())) == ([], [hidden])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"due_on": "2026-10-01"}, "due_on"),
        ({"due_on": "2099-10-01"}, "due_on"),
        ({"owner": 999_999}, "owner"),
        ({"key_results": [999_999]}, "key_results"),
        ({"needs": [999_999]}, "needs"),
        ({"priority": "urgent"}, "priority"),
        ({"title": ""}, "title"),
        ({"state": "done"}, "state"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(owner, token, sent, field):
    initiative = InitiativeFactory(owner=owner)

    answer = send(token, "PATCH", "api-initiative", sent, initiative.pk)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_loops_are_refused(owner, token):
    first, second = InitiativeFactory.create_batch(2, owner=owner)
    send(token, "PATCH", "api-initiative", {"needs": [first.pk]}, second.pk)

    loop, itself = (
        send(token, "PATCH", "api-initiative", {"needs": [each.pk]}, first.pk) for each in (second, first)
    )

    assert (loop.status_code, itself.status_code) == (400, 400)
    assert list(first.needs.all()) == []


def test_it_is_begun_finished_dropped_for_a_reason_and_taken_up_again(owner, token):
    initiative = InitiativeFactory(owner=owner)
    states = []
    for sent in ({"state": "doing"}, {"state": "done"}, {"state": "doing"}, {"state": "dropped"}):
        answer = send(token, "POST", "api-initiative-move", sent, initiative.pk)
        states.append((answer.status_code, answer.json().get("state"), answer.json().get("ended_on")))
    dropped = send(token, "POST", "api-initiative-move", {"state": "dropped", "reason": "No effect"}, initiative.pk)

    assert states == [
        (200, "doing", None),
        (200, "done", "2026-11-18"),
        (200, "doing", None),
        (400, None, None),
    ]
    assert (dropped.json()["state"], dropped.json()["closing_reason"]) == ("dropped", "No effect")


def test_items_are_written_changed_and_ticked(owner, token):
    key_result = CountedKeyResultFactory(objective=ObjectiveFactory(owner=owner))
    initiative = InitiativeFactory(owner=owner, key_results=[key_result])
    sent = {"initiative": initiative.pk, "text": "Call", "owner": owner.pk, "due_on": "2026-11-20"}

    pk = send(token, "POST", "api-action-items", sent).json()["id"]
    changed = send(token, "PATCH", "api-action-item", {"owner": None}, pk).json()
    ticked = send(token, "POST", "api-action-item-tick", {"done": True}, pk).json()
    key_result.refresh_from_db()

    assert (changed["text"], changed["owner"], changed["due_on"]) == ("Call", None, "2026-11-20")
    assert (ticked["done_by"], ticked["done_at"]) == (owner.pk, "2026-11-18T03:00:00Z")
    assert (str(key_result.progress), Initiative.objects.get().state) == ("1.0000", "doing")


def test_what_has_ended_takes_no_item(owner, token):
    item = ActionItemFactory(initiative=InitiativeFactory(owner=owner, state="done"))

    answer = send(token, "POST", "api-action-item-tick", {"done": True}, item.pk)

    assert answer.status_code == 409
    assert "This initiative has ended" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("is_done=true", [1]), ("is_done=false", [0]), ("owner=0", []), ("", [0, 1])],
)
def test_items_are_filtered(owner, token, query, expected):
    initiative = InitiativeFactory(owner=owner)
    items = [ActionItemFactory(initiative=initiative), ActionItemFactory(initiative=initiative, done=True)]

    rows = ask(token, "GET", f"{reverse('api-action-items')}?{query}").json()["results"]

    assert [row["id"] for row in rows] == [items[each].pk for each in expected]


def test_initiatives_are_filtered_and_cost_the_same_for_any_number(owner, token):
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=owner))
    costs = []
    for _round in range(3):
        initiatives = InitiativeFactory.create_batch(3, owner=owner, key_results=[key_result])
        ActionItem.objects.bulk_create(ActionItem(initiative=each, text="Step") for each in initiatives)
        with CaptureQueriesContext(connection) as queries:
            rows = ask(token, "GET", f"{reverse('api-initiatives')}?key_result={key_result.pk}").json()["results"]
        costs.append(len(queries))

    assert len(rows) == 9
    assert {row["item_count"] for row in rows} == {1}
    assert costs[1] == costs[2]
    assert ask(token, "GET", f"{reverse('api-initiatives')}?state=done").json()["results"] == []


def test_the_kpis_it_should_move_are_put_as_a_whole(owner, token):
    initiative = InitiativeFactory(owner=owner, starts_on=date(2026, 11, 1))
    KpiFactory(owner=owner, code="CHURN")
    address = reverse("api-initiative-kpis", args=[initiative.pk])

    unknown = ask(token, "PUT", address, {"kpis": ["NONE"]})
    told = [ask(token, "PUT", address, {"kpis": codes}).json() for codes in (["CHURN"], ["CHURN"], [])]

    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["kpis"])
    assert told == [{"kpis": ["CHURN"]}, {"kpis": ["CHURN"]}, {"kpis": []}]
    assert ask(token, "GET", address).json() == {"kpis": []}


@pytest.mark.parametrize("pk", [2**63, 10**30])
def test_an_id_too_large_to_store_is_none_that_can_be_chosen(token, pk):
    for name in ("key_results", "needs"):
        assert send(token, "POST", "api-initiatives", {"title": "Call them", name: [pk]}).status_code == 400
