"""Checking in by the API: the same rules as the pages, and never twice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from goals.models import CheckIn
from people.models import IdempotentRequest
from tests.api_client import ask, token_of
from tests.factories import KeyResultFactory, MilestoneFactory, UserFactory
from tests.together import at_once, errors

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
CHECK_INS = reverse_lazy("api-check-ins")


@pytest.fixture(autouse=True)
def _wednesday(db):
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


def body(key_result, **changes):
    return {"key_result": key_result.pk, "value": "40", "status": "at_risk", "note": "Slow"} | changes


def post(token, sent, key="one"):
    return ask(token, "POST", CHECK_INS, sent, **{"idempotency-key": key})


@pytest.fixture
def key_result():
    return KeyResultFactory()


@pytest.fixture
def token(key_result):
    return token_of(key_result.owner)


def test_a_check_in_brings_the_figures_up_to_date(key_result, token):
    answer = post(token, body(key_result))

    key_result.refresh_from_db()
    assert answer.status_code == 201
    told = answer.json()
    assert {name: told[name] for name in ("value", "status", "note", "author", "on_behalf", "replaces")} == {
        "value": "40",
        "status": "at_risk",
        "note": "Slow",
        "author": key_result.owner_id,
        "on_behalf": False,
        "replaces": None,
    }
    assert (key_result.progress, key_result.status) == (Decimal("0.4"), "at_risk")


def test_the_same_request_again_is_answered_alike_and_done_once(key_result, token):
    first, again = (post(token, body(key_result)) for _each in range(2))

    assert (again.status_code, again.content) == (201, first.content)
    assert CheckIn.objects.count() == 1


def test_a_key_stands_for_one_request(key_result, token):
    post(token, body(key_result))

    answer = post(token, body(key_result, value="41"))

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:okr:problem:idempotency_key_reused")
    assert CheckIn.objects.count() == 1


def test_keys_of_different_tokens_are_different_keys(key_result, token):
    answers = [post(asking, body(key_result)) for asking in (token, token_of(key_result.owner))]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert CheckIn.objects.count() == 2


def test_what_was_refused_can_be_sent_again_under_its_key(key_result, token):
    answers = [post(token, body(key_result, value=value)) for value in ("4O", "40")]

    assert [answer.status_code for answer in answers] == [400, 201]


def test_a_request_in_flight_is_a_conflict_until_its_lease_is_over(key_result, token):
    post(token, body(key_result))
    IdempotentRequest.objects.update(status=None, answer="")

    soon = post(token, body(key_result))
    with time_machine.travel(NOON + timedelta(seconds=61), tick=False):
        later = post(token, body(key_result))

    assert (soon.status_code, soon.headers["Retry-After"]) == (409, "1")
    assert later.status_code == 201


def test_a_key_is_forgotten_after_a_day(key_result, token):
    post(token, body(key_result))

    with time_machine.travel(NOON + timedelta(hours=24), tick=False):
        answer = post(token, body(key_result, value="50"))

    assert answer.status_code == 201
    assert IdempotentRequest.objects.count() == 1


def test_a_check_in_without_a_key_is_refused(key_result, token):
    for key in ("", "two words", "é", "x" * 256):
        answer = post(token, body(key_result), key=key)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["Idempotency-Key"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": 40}, "value"),
        ({"value": "1e3"}, "value"),
        ({"value": "1234567890123456"}, "value"),
        ({"value": "1.1234567"}, "value"),
        ({"status": "done"}, "status"),
        ({"note": "x" * 2001}, "note"),
        ({"note": "a\0b"}, "note"),
        ({"note": 1}, "note"),
        ({"seen": "0"}, "seen"),
        ({"note": "\ud800"}, "note"),
        ({"helpers": [10**30]}, "helpers"),
        ({"helpers": ["x"]}, "helpers"),
        ({"done_milestones": [1]}, "done_milestones"),
    ],
)
def test_what_is_wrong_is_said_by_field(key_result, token, wrong, field):
    answer = post(token, body(key_result, **wrong))

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "slipped_in",
    ["author", "company", "created_at", "id", "on_behalf", "period", "position", "progress", "replaces", "seq"],
)
def test_nothing_can_be_slipped_in(key_result, token, slipped_in):
    answer = post(token, body(key_result, **{slipped_in: 1}))

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [slipped_in])
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("sent", ["", "{", "[]", "3", "null", '{"key_result": NaN}', "\xff"])
def test_a_body_that_is_none_is_a_problem(token, sent):
    assert post(token, sent).status_code == 400


def test_milestones_are_ticked_by_their_ids(key_result, token):
    milestone = MilestoneFactory(key_result__objective=key_result.objective)
    key_result = milestone.key_result

    sent = {"key_result": key_result.pk, "status": "on_track", "done_milestones": [milestone.pk]}
    answers = [post(token, sent), post(token, sent | {"value": "1"}, key="two")]

    assert [answer.status_code for answer in answers] == [201, 400]
    assert answers[0].json()["done_milestones"] == [milestone.pk]


def test_whoever_read_an_older_state_is_told(key_result, token):
    post(token, body(key_result))

    answer = post(token, body(key_result, seen=0), key="two")

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:okr:problem:conflict")


def test_refusals_speak_the_language_of_the_person(key_result):
    key_result.owner.language = "ja"
    key_result.owner.save()

    answer = post(token_of(key_result.owner), body(key_result, value=40))

    assert "文字列" in answer.json()["errors"]["value"][0]


def test_lists_take_the_same_queries_whatever_their_length(token, key_result):
    ask(token, "GET", reverse("api-cycles"))  # notes the use of the token
    counts = []
    for rows in (1, 3, 30):
        while key_result.objective.key_results.count() < rows:
            extra = KeyResultFactory(objective=key_result.objective)
            extra.contributors.add(UserFactory(company=key_result.company))
        for name in ("api-key-results", "api-objectives", "api-check-ins", "api-people", "api-cycles"):
            counts.append((name, queries_of(token, name)))

    assert len(set(counts)) == 5


def queries_of(token, name):
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        assert ask(token, "GET", reverse(name)).status_code == 200
    return len(found)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_fifty_at_once_check_in_once(key_result, token):
    answers = at_once(*[lambda: post(token, body(key_result))] * 50, threads=50)

    assert errors(answers) == []
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert CheckIn.objects.count() == 1
    assert post(token, body(key_result)).status_code == 201
