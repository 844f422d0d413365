"""Every address of the API, every method, everybody and every kind of token: held against api_rules.py."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kpis.domain.measurements import record_measurement, set_target
from kpis.models import Kpi
from kpis.periods import Frequency, parse_key
from people.models import ApiToken
from tests.api_client import ask, token_of
from tests.kept import kept_for_module
from tests.okrapp.api_rules import NOWHERE, PUBLIC, RULES
from tests.okrapp.url_rules import border
from tests.okrapp.urlconf import named_patterns
from tests.okrapp.world import NOON, make_world

pytestmark = pytest.mark.django_db
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
OPEN = {200, 201}
REFUSED = ["anonymous", "unknown", "revoked", "expired", "deactivated"]


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@time_machine.travel(NOON, tick=False)
def two_companies():
    ours, theirs = make_world(), make_world()
    kpi = ours.objects["kpi"]
    october = parse_key("2026-10", Frequency.MONTH, 4)
    record_measurement(kpi, october, 4, author=kpi.owner)
    set_target(kpi, october, actor=kpi.owner, target=4)
    type(kpi).objects.filter(pk=theirs.objects["kpi"].pk).update(code="THEIRS")
    ours.people |= {"foreign_member": theirs.people["member"], "foreign_admin": theirs.people["admin"]}
    return ours


world = kept_for_module(two_companies)


def tokens_of(world):
    """A token to write for everybody, one to read, and every kind that opens nothing."""
    active = {name: person for name, person in world.people.items() if person and person.is_active}
    tokens = {name: token_of(person) for name, person in active.items()}
    owner = world.people["owner"]
    tokens |= {"reader": token_of(owner, scope="read"), "anonymous": None, "unknown": "okr_" + "x" * 43}
    for name, change in {
        "revoked": {"revoked_at": timezone.now()},
        "expired": {"expires_at": timezone.now()},
        "deactivated": {"user": world.people["deactivated"]},
    }.items():
        tokens[name] = token_of(owner)
        ApiToken.objects.filter(pk=ApiToken.objects.latest("pk").pk).update(**change)
    return tokens


def test_the_api_is_open_to_whom_the_table_says(world):
    tokens = tokens_of(world)
    cases = [
        (rule, method, actor)
        for rule in RULES
        for method in rule.methods
        for actor in [*border(rule, method, expected), "anonymous", "reader", "foreign_admin"]
    ]
    unruled = [(rule, method, "admin") for rule in RULES for method in METHODS if method not in rule.methods]
    refused = [(rule, "GET", actor) for rule in RULES[:2] for actor in REFUSED]

    assert wrong(world, tokens, cases + unruled + refused) == {}


@pytest.mark.deep
def test_the_api_is_open_to_nobody_else(world):
    tokens = tokens_of(world)
    cases = [
        (rule, method, actor)
        for rule in RULES
        for actor in tokens
        for method in (METHODS if actor == "admin" else rule.methods)
    ]

    assert wrong(world, tokens, cases) == {}


def wrong(world, tokens, cases):
    """{case: (answer, what it should be)} of those whose answer is another."""
    return {
        (str(rule), method, actor): (found, expected(rule, method, actor))
        for rule, method, actor in cases
        if (found := told(asked(rule, world, tokens[actor], method))) != expected(rule, method, actor)
    }


def asked(rule, world, token, method):
    """The answer, with nothing of what was done left behind."""
    body = rule.body.get(method)
    if rule.about and body:
        body = body | {rule.about: world.objects[rule.target].pk}
    with transaction.atomic():
        response = ask(token, method, address(rule, world), body)
        transaction.set_rollback(True)
    return response


def address(rule, world):
    if not rule.target or rule.about:
        return reverse(rule.name, args=rule.args)
    target = world.objects[rule.target]
    return reverse(rule.name, args=[target.code if isinstance(target, Kpi) else target.pk, *rule.args])


def told(response):
    return "open" if response.status_code in OPEN else response.status_code


def expected(rule, method, actor):
    if actor in REFUSED:
        return 401
    if method not in methods_at(rule.name):
        return 405
    if method not in rule.methods:
        return "open" if method == "GET" else 400
    if actor == "reader":
        return "open" if method == "GET" else 403
    if actor.startswith("foreign"):
        return 404 if rule.target else "open"
    if actor in rule.methods[method]:
        return "open"
    return 403 if actor in rule.readers else 404


def methods_at(name):
    return {method for rule in RULES if rule.name == name for method in rule.methods}


@pytest.mark.parametrize("method", METHODS)
def test_an_address_that_is_none_is_a_problem_like_any_other(world, method):
    token = token_of(world.people["member"])

    answers = [ask(asking, method, "/api/v1/nothing/here") for asking in (None, token)]

    assert [answer.status_code for answer in answers] == [401, 404]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_a_cookie_opens_nothing(client, world):
    client.force_login(world.people["admin"])

    assert client.get(reverse("api-people")).status_code == 401


def test_another_company_s_things_are_exactly_like_missing_ones(world):
    token = token_of(world.people["foreign_admin"])

    for rule in (rule for rule in RULES if rule.target and "GET" in rule.methods):
        foreign = ask(token, "GET", address(rule, world))
        missing = ask(
            token, "GET", reverse(rule.name, args=["NONE" if rule.target.endswith("kpi") else 999_999, *rule.args])
        )
        assert (
            (foreign.status_code, foreign.content) == (missing.status_code, missing.content) == (404, missing.content)
        )


def test_no_list_holds_anything_of_another_company(world):
    make_world("Zwitscher")
    token = token_of(world.people["admin"])

    for rule in (rule for rule in RULES if not rule.target):
        answer = ask(token, "GET", address(rule, world) + "?limit=200")
        assert (answer.status_code, b"Zwitscher" in answer.content) == (200, False)


def test_a_token_is_good_until_its_day(world):
    token = token_of(world.people["member"])

    answers = []
    for days in (89, 90):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            answers.append(ask(token, "GET", reverse("api-people")).status_code)

    assert answers == [200, 401]


def test_the_description_names_every_address(client):
    paths = client.get(reverse("api-schema")).json()["paths"]

    named = {name: route for name, route, _view in named_patterns() if name and name.startswith("api-")}
    assert len(paths) == len(named.keys() - PUBLIC - NOWHERE)
