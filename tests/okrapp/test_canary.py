"""A company full of canaries, and everybody of another one asking every page for it (safety.md, rows 1 and 6)."""

import random
from zlib import crc32

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from goals.models import Cycle
from notifications.domain.activities import record_activity
from notifications.models import Activity, Webhook, WebhookPost
from people.models import Department, User
from tests.factories import KeyResultFactory, MilestoneFactory
from tests.kept import kept_for_module
from tests.okrapp.test_url_guard import url_of
from tests.okrapp.url_rules import RULES
from tests.okrapp.world import ACTORS, NOON, make_world

pytestmark = pytest.mark.django_db
CANARY = "Zwitscher"
PART = "zwits"  # finds it, and is not taken for it where a page repeats what was asked
ALWAYS = {"admin"}
NAMES_IN_QUERIES = [
    "q",
    "page",
    "status",
    "owner",
    "version",
    "show",
    "kind",
    "parent",
    "department",
    "level",
    "close",
    "next",
    "replaces",
    "value",
    "person",
    "helpers",
    "done_milestones",
    "role",
    "state",
    "before",
    "seen",
]
# What a visit itself may write: who is signed in, and until when; that a notification was read.
VOLATILE = {"django_session", "usersessions_usersession", "notifications_notification"}


def some_at_once(actors):
    """Who sees most asks in every run, everybody else in the full checks."""
    return [actor if actor in ALWAYS else pytest.param(actor, marks=pytest.mark.deep) for actor in actors]


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


def full_of_canaries():
    """A company in which every text a person can type holds the canary."""
    world = make_world(CANARY)
    owner, department = world.people["owner"], world.objects["department"]
    MilestoneFactory(
        name=f"{CANARY}Milestone",
        key_result=KeyResultFactory(objective=world.objects["objective"], kind="milestones"),
    )
    words = {"given_name": CANARY, "furigana": CANARY, "job_title": CANARY}
    for person in User.objects.filter(company=owner.company):
        for name, word in words.items():
            setattr(person, name, word)
        person.email = f"{CANARY.lower()}{person.pk}@example.com"
        person.save()
    Department.objects.filter(pk=department.pk).update(code=CANARY)
    Cycle.objects.filter(company=owner.company).update(own_name=CANARY)
    return world


@time_machine.travel(NOON, tick=False)
def two_companies():
    return make_world(), full_of_canaries()


companies = kept_for_module(two_companies)


@pytest.fixture
def ours(companies):
    return companies[0]


@pytest.fixture
def theirs(companies):
    return companies[1]


def test_the_canary_is_heard_at_home(theirs):
    """Each text that strangers must not see is seen by those who may: silence abroad then means something."""
    client = signed_in(theirs.people["admin"])

    for rule in RULES:
        if rule.target and "GET" in rule.methods:
            response = client.get(url_of(rule, theirs))
            assert response.status_code != 200 or CANARY in response.content.decode(), rule


def test_the_canary_is_heard_in_the_notification_centre(theirs):
    client = signed_in(theirs.people["contributor"])

    assert CANARY in client.get(reverse("notifications")).content.decode()


@pytest.mark.parametrize("actor", some_at_once([actor for actor in ACTORS if not actor.startswith("foreign")]))
def test_no_page_tells_one_company_about_another(actor, ours, theirs):
    client, dice = signed_in(ours.people[actor]), random.Random(crc32(actor.encode()))
    leaks = [
        url
        for rule in RULES
        if "GET" in rule.methods
        for url in asked_urls(rule, ours, theirs, dice)
        if CANARY.lower() in told_by(client, url)
    ]

    assert leaks == []


def asked_urls(rule, ours, theirs, dice):
    """The page of our object, bare, and with made-up queries that name things of both; that of theirs with such.

    Bare, theirs is the page of a missing one: test_url_guard.py.
    """
    values = ["", PART, "1", "-1", "waiting", "help", "stale", "individual", "admin", "invited", "/"]
    values += [str(thing.pk) for world in (ours, theirs) for thing in world.objects.values()]
    values += [str(person.pk) for person in theirs.people.values() if person]
    yield url_of(rule, ours)
    for url in {url_of(rule, ours): None, url_of(rule, theirs): None}:
        names = dice.sample(NAMES_IN_QUERIES, 3)
        yield url + "?" + "&".join(f"{name}={dice.choice(values)}" for name in names)


def told_by(client, url):
    """Everything the answer says, headers included."""
    response = client.get(url)
    said = b"".join(response.streaming_content) if response.streaming else response.content
    return (said.decode(errors="replace") + str(dict(response.headers))).lower()


@pytest.mark.deep
@pytest.mark.parametrize("actor", some_at_once(["admin", "manager", "owner", "member", "viewer", "foreign_admin"]))
def test_looking_changes_nothing(actor, ours, theirs):
    ours.people["foreign_admin"] = theirs.people["admin"]
    client = signed_in(ours.people[actor])
    before = checksums()

    for rule in RULES:
        url = url_of(rule, ours)
        client.get(url)
        client.head(url)
        client.get(url, headers={"HX-Request": "true"})

    assert checksums() == before


def test_no_chat_hears_of_another_company(ours, theirs):
    """Each of a world's objects has an activity of every kind that chats hear of."""
    for world in (ours, theirs):
        key_result, kpi, cycle = (world.objects[name] for name in ("key_result", "kpi", "cycle"))
        targets = {Activity.Kind.OFF_TRACK: key_result.objective, Activity.Kind.KPI_ALERT: kpi}
        targets |= {Activity.Kind.CYCLE_STAGE: cycle}
        Webhook.objects.filter(company=cycle.company).update(kinds=[str(kind) for kind in Webhook.KINDS])
        for kind in Webhook.KINDS:
            record_activity(kind, targets.get(kind, key_result), actor=None, audience=[])

    owed = WebhookPost.objects.values_list("webhook__company", "activity__company")
    assert len(owed) == 2 * len(Webhook.KINDS)
    assert all(webhook == activity for webhook, activity in owed)


def signed_in(person):
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return client


def checksums():
    """{table: number of its rows and a checksum of them}, of every table that a look may not change."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in VOLATILE:
            rows = sorted(map(repr, model._base_manager.values_list()))
            found[model._meta.db_table] = len(rows), crc32("\n".join(rows).encode())
    return found


def test_ids_of_another_company_in_a_form_are_unknown(ours, theirs):
    """Each with the fields that are right otherwise: the answer is 422, and nothing is stored."""
    admin, mine, foreign = signed_in(ours.people["admin"]), ours.objects, theirs.objects
    stranger = theirs.people["owner"]
    good = {
        "title": "T",
        "why": "W",
        "level": "department",
        "department": mine["department"].pk,
        "owner": ours.people["owner"].name,
        "cycle": mine["cycle"].pk,
        "ambition": "committed",
        "visibility": "company",
        "alignment": "supports",
        "alignment_weight": 1,
        "contribution": "C",
        "kr-rows": 0,
    }
    person = {"family_name": "A", "email": "a@example.com", "role": "member", "language": "en"}
    cases = [
        ("objective-new", good | {"department": foreign["department"].pk}),
        ("objective-new", good | {"cycle": foreign["cycle"].pk}),
        ("objective-new", good | {"owner": stranger.name}),
        ("objective-new", good | {"owner": stranger.email}),
        ("objective-new", good | {"parent": foreign["objective"].title}),
        ("settings-person-new", person | {"department": foreign["department"].pk}),
        ("settings-department-new", {"name": "D", "parent": foreign["department"].pk}),
        ("settings-department-new", {"name": "D", "manager": stranger.pk}),
    ]
    before = checksums()

    answers = [admin.post(reverse(name), data).status_code for name, data in cases]

    assert answers == [422] * len(cases)
    assert checksums() == before


def test_a_key_result_of_another_company_or_objective_is_not_written_through_a_form(ours, theirs):
    mine, foreign = ours.objects, theirs.objects
    beside = KeyResultFactory(objective=mine["draft"], title="Beside")
    admin = signed_in(ours.people["admin"])
    row = {"title": "Taken over", "kind": "reach", "start": 0, "target": 1, "weight": 1, "ownership": "contributor"}
    data = {
        "title": "T",
        "why": "W",
        "level": "department",
        "department": mine["department"].pk,
        "owner": ours.people["owner"].name,
        "cycle": mine["cycle"].pk,
        "ambition": "committed",
        "visibility": "company",
        "alignment": "supports",
        "alignment_weight": 1,
        "kr-rows": 2,
        **{f"kr-0-{name}": value for name, value in (row | {"id": foreign["key_result"].pk}).items()},
        **{f"kr-1-{name}": value for name, value in (row | {"id": beside.pk, "removed": "on"}).items()},
    }

    admin.post(reverse("objective-edit", args=[mine["objective"].pk]), data)

    beside.refresh_from_db()
    foreign["key_result"].refresh_from_db()
    assert beside.title == "Beside"
    assert foreign["key_result"].title == f"{CANARY}Key result"


def test_nobody_of_another_company_is_asked_for_help(ours, theirs):
    key_result = ours.objects["key_result"]
    key_result.refresh_from_db()
    client = signed_in(ours.people["owner"])
    data = {
        "value": "25",
        "status": "on_track",
        "seen": key_result.last_seq,
        "request_key": "00000000-0000-4000-8000-000000000000",
        "helpers": [theirs.people["owner"].pk],
    }

    assert client.post(reverse("check-in", args=[key_result.pk]), data).status_code == 422
    assert key_result.check_ins.count() == 1
