"""Every URL, every method, everybody: held against tests/okrapp/url_rules.py."""

import re
from itertools import chain, product

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from kpis.models import Kpi
from tests.kept import kept
from tests.okrapp.api_rules import API_NAMES
from tests.okrapp.url_rules import EVERYBODY, PUBLIC, RULES, SIGN_IN_PRIVATE, SIGN_IN_PUBLIC, border
from tests.okrapp.urlconf import all_names, named_patterns
from tests.okrapp.world import ACTORS, NOON, make_world

pytestmark = pytest.mark.django_db
METHODS = ["GET", "POST"]
NEVER = ["PUT", "PATCH", "DELETE"]
OPEN = {200, 204, 302, 409, 422}
HANDLER, STRICT = ClientHandler(enforce_csrf_checks=False), ClientHandler(enforce_csrf_checks=True)
DIFFERS_EACH_TIME = re.compile(rb"[A-Za-z0-9]{64}|/(KPI_)?[0-9]+/")


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two companies for all tests of this module, which leave nothing behind; everybody is signed in already."""
    with kept(django_db_setup, django_db_blocker), time_machine.travel(NOON, tick=False):
        ours, theirs = make_world(), make_world()
        ours.people |= {"foreign_member": theirs.people["member"], "foreign_admin": theirs.people["admin"]}
        ours.askers = {name: asker(person) for name, person in ours.people.items()}
        yield ours


def asker(person):
    """What makes requests of somebody who is signed in and has looked around already."""
    client, factory = Client(), RequestFactory()
    if person is not None:
        client.force_login(person)
        factory.cookies = client.cookies
        answer(factory, "GET", reverse("search"))
    return factory


def answer(factory, method, address, handler=HANDLER):
    return handler(factory.generic(method, address, content_type="application/x-www-form-urlencoded").environ)


def test_every_url_has_a_rule_and_every_rule_a_url():
    ruled = {rule.name for rule in RULES} | API_NAMES | PUBLIC | SIGN_IN_PUBLIC | SIGN_IN_PRIVATE

    assert ruled == all_names()


def test_only_what_is_listed_is_open_to_strangers():
    closed = {name for name, _route, view in named_patterns() if getattr(view, "login_required", True)}

    assert all_names() - closed == PUBLIC | SIGN_IN_PUBLIC | API_NAMES


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_url(rule, world):
    strangers = ["anonymous", *(["foreign_admin"] if rule.target else [])]
    cases = product(METHODS, strangers), *(product([method], border(rule, method, expected)) for method in METHODS)

    assert_answers(rule, world, [*chain(*cases), ("DELETE", "admin")])


@pytest.mark.deep
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_url_for_everybody(rule, world):
    assert_answers(rule, world, [*product(METHODS, ACTORS), *product(NEVER, ["admin"])])


def assert_answers(rule, world, cases):
    address = url_of(rule, world)

    answers = {(method, actor): told(ask(world, actor, method, address)) for method, actor in cases}

    assert answers == {(method, actor): expected(rule, method, actor) for method, actor in cases}


def url_of(rule, world):
    return reverse(rule.name, args=[*rule.args, *([name_in_url(rule, world)] if rule.target else [])])


def name_in_url(rule, world):
    thing = world.objects[rule.target]
    return thing.code if isinstance(thing, Kpi) and not rule.args else thing.pk


def ask(world, actor, method, address):
    """Answer of one request, with nothing of what it did left behind."""
    with transaction.atomic():
        response = answer(world.askers[actor], method, address)
        transaction.set_rollback(True)
    return response


def told(response):
    if response.status_code == 302 and response.url.startswith(reverse(settings.LOGIN_URL)):
        return "sign in"
    return "open" if response.status_code in OPEN else response.status_code


def expected(rule, method, actor):
    if actor in {"anonymous", "deactivated"}:
        return "sign in"
    if method not in rule.methods:
        return 405
    if actor.startswith("foreign"):
        if rule.target:
            return 404 if rule.methods[method] != {"admin"} or actor == "foreign_admin" else 403
        actor = actor.removeprefix("foreign_")
    if actor in rule.methods[method]:
        return "open"
    return 403 if actor in rule.readers else 404


@pytest.mark.parametrize("rule", [rule for rule in RULES if "POST" in rule.methods], ids=str)
def test_nothing_is_written_without_the_csrf_token(rule, world):
    factory = world.askers[min(rule.methods["POST"])]

    assert answer(factory, "POST", url_of(rule, world), STRICT).status_code == 403


@pytest.mark.parametrize("name", sorted(SIGN_IN_PRIVATE))
def test_account_pages_ask_who_you_are(name, client, world):
    route = next(route for found, route, _view in named_patterns() if found == name)

    response = client.get("/" + route.replace("<int:pk>", "1"))

    assert told(response) == "sign in"


TARGETS = [rule for rule in RULES if rule.target and "GET" in rule.methods]


@pytest.mark.parametrize("rule", TARGETS, ids=str)
def test_another_company_s_object_is_exactly_like_a_missing_one(rule, world):
    foreign = ask(world, "foreign_admin", "GET", url_of(rule, world))
    nothing = 999_999 if isinstance(name_in_url(rule, world), int) else "KPI_999999"
    missing = ask(world, "foreign_admin", "GET", reverse(rule.name, args=[*rule.args, nothing]))

    assert shape(foreign) == shape(missing)


def shape(response):
    """Status, headers and page less what differs with every answer and address."""
    headers = {
        name: value for name, value in response.headers.items() if name not in {"Content-Length", "X-Request-ID"}
    }
    return response.status_code, headers, DIFFERS_EACH_TIME.sub(b"", response.content)


def test_the_table_names_everybody():
    assert EVERYBODY | {"anonymous", "deactivated", "foreign_member", "foreign_admin"} == set(ACTORS)
