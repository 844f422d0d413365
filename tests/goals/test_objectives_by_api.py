"""Objectives and key results written by the API: by the rules, forms and sentences of the pages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from goals.models import KeyResult, Objective
from people.models import AuditEntry
from tests.api_client import ask, token_of
from tests.factories import (
    AdminFactory,
    CycleFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
)
from tests.together import at_once, errors

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
NEW = {"title": "Grow", "why": "It matters", "level": "company"}
REACH = {"title": "Leads", "start": "10", "target": "20.5"}


@pytest.fixture(autouse=True)
def _wednesday(db):
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture
def admin():
    return AdminFactory(language="en")


@pytest.fixture
def token(admin):
    return token_of(admin)


@pytest.fixture
def objective(admin):
    return ObjectiveFactory(owner=admin, level="company", department=None)


def post(token, name, sent, **headers):
    return ask(token, "POST", reverse(name), sent, **headers)


def patch(token, thing, sent):
    name = "api-objective" if isinstance(thing, Objective) else "api-key-result"
    return ask(token, "PATCH", reverse(name, args=[thing.pk]), sent)


def new_objective(token, company, **sent):
    return post(token, "api-objectives", NEW | {"cycle": CycleFactory(company=company).pk} | sent)


# Objectives


def test_an_objective_is_a_draft_unless_published(admin, token):
    draft, active = (new_objective(token, admin.company, **state) for state in ({}, {"state": "active"}))

    assert (draft.status_code, active.status_code) == (201, 201)
    told = active.json()
    assert (told["state"], told["owner"], told["ambition"]) == ("active", admin.pk, "committed")
    assert Objective.objects.get(pk=draft.json()["id"]).is_draft
    assert AuditEntry.objects.filter(action="objective.created", actor=admin).count() == 2


def test_who_may_only_propose_publishes_nothing():
    member = UserFactory()
    department = member.company.departments.create(name="Sales", manager=UserFactory(company=member.company))
    sent = {"level": "department", "department": department.pk}

    answers = [new_objective(token_of(member), member.company, **sent, **more) for more in ({}, {"state": "active"})]

    assert [answer.status_code for answer in answers] == [201, 403]
    assert Objective.objects.count() == 1


def test_the_same_request_again_writes_one(admin, token):
    sent = NEW | {"cycle": CycleFactory(company=admin.company).pk}

    first, again = (post(token, "api-objectives", sent, **{"idempotency-key": "one"}) for _each in range(2))

    assert (first.content, Objective.objects.count()) == (again.content, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"level": "department"}, "department"),
        ({"owner": 999_999}, "owner"),
        ({"parent": 999_999}, "parent"),
        ({"titel": "Typing error"}, "titel"),
        ({"alignment_weight": 101}, "alignment_weight"),
        ({"state": "archived"}, "state"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(admin, token, wrong, field):
    answer = new_objective(token, admin.company, **wrong)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {field})
    assert Objective.objects.count() == 0


def test_only_what_is_sent_changes(token, objective):
    parent = ObjectiveFactory(owner=objective.owner)
    Objective.objects.filter(pk=objective.pk).update(parent=parent, contribution="Helps", ambition="stretch")

    answer = patch(token, objective, {"title": "Other"})

    assert answer.status_code == 200
    told = answer.json()
    expected = {"title": "Other", "parent": parent.pk, "contribution": "Helps", "ambition": "stretch"}
    assert {name: told[name] for name in expected} == expected
    assert patch(token, objective, {"parent": None}).json()["parent"] is None


def test_nothing_sent_is_nothing_changed(token, objective):
    assert patch(token, objective, {}).status_code == 200
    assert not AuditEntry.objects.filter(action="objective.changed").exclude(changes={}).exists()


def test_publish_archive_and_restore(token, objective):
    Objective.objects.filter(pk=objective.pk).update(state="draft")

    states = []
    for verb in ("publish", "archive", "archive", "restore"):
        answer = ask(token, "POST", reverse(f"api-objective-{verb}", args=[objective.pk]))
        states.append((answer.status_code, answer.json()["state"]))

    assert states == [(200, "active"), (200, "archived"), (200, "archived"), (200, "active")]


def test_an_archived_one_takes_no_changes(token, objective):
    ask(token, "POST", reverse("api-objective-archive", args=[objective.pk]))

    assert patch(token, objective, {"title": "Other"}).status_code == 403


# Key results


def test_a_key_result_follows_its_objective_and_counts(token, objective):
    KeyResultFactory(objective=objective, position=0)

    answer = post(token, "api-key-results", REACH | {"objective": objective.pk})

    key_result = KeyResult.objects.get(pk=answer.json()["id"])
    assert answer.status_code == 201
    assert (key_result.owner, key_result.position, key_result.target) == (objective.owner, 1, Decimal("20.5"))
    assert (key_result.starts_on, key_result.due_on) == (objective.cycle.starts_on, objective.cycle.ends_on)
    objective.refresh_from_db()
    assert objective.progress == 0


def test_milestones_are_sent_as_a_whole(token, objective):
    milestone = MilestoneFactory(key_result__objective=objective, name="One")
    MilestoneFactory(key_result=milestone.key_result, name="Two")
    sent = {"milestones": [{"name": "New", "weight": 3}, {"id": milestone.pk, "name": "First"}]}

    kept = patch(token, milestone.key_result, {"title": "Other"}).json()["milestones"]
    told = patch(token, milestone.key_result, sent).json()["milestones"]

    assert [row["name"] for row in kept] == ["One", "Two"]
    assert [(row["name"], row["weight"]) for row in told] == [("New", 3), ("First", 1)]
    assert told[1]["id"] == milestone.pk


def test_the_owner_of_a_key_result_changes_it_and_names_contributors(objective):
    owner, helper = UserFactory(company=objective.company), UserFactory(company=objective.company)
    key_result = KeyResultFactory(objective=objective, owner=owner)

    answer = patch(token_of(owner), key_result, {"contributors": [helper.pk], "target": "1000000"})

    assert (answer.json()["contributors"], answer.json()["target"]) == ([helper.pk], "1000000")
    assert patch(token_of(owner), key_result, {"contributors": []}).json()["contributors"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": "10"}, "target"),
        ({"target": 20}, "target"),
        ({"kind": "keep_within"}, "high"),
        ({"kind": "milestones", "start": None, "target": None}, "kind"),
        ({"due_on": "2026-09-30"}, "due_on"),
        ({"contributors": [999_999]}, "contributors"),
        ({"milestones": [{"name": ""}]}, "milestones"),
        ({"milestones": [{"name": "Lost"}]}, "milestones"),
        ({"low": "0"}, "low"),
    ],
)
def test_what_is_wrong_with_a_key_result_is_told_at_its_field(token, objective, wrong, field):
    answer = post(token, "api-key-results", REACH | {"objective": objective.pk} | wrong)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert KeyResult.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_of_two_changes_at_once_none_is_lost(token, objective):
    """Whoever comes second is told, or sees the first."""
    answers = at_once(
        lambda: patch(token, objective, {"title": "Other"}), lambda: patch(token, objective, {"why": "Another"})
    )

    assert errors(answers) == []
    objective.refresh_from_db()
    codes = sorted(answer.status_code for answer in answers)
    changed = [objective.title == "Other", objective.why == "Another"]
    assert (codes, sum(changed)) in [([200, 200], 2), ([200, 409], 1)]
