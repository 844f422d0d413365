"""A company in which every text attacks, is long or runs the other way: shown safe and whole wherever it goes."""

import csv
import io
from datetime import timedelta
from html import escape

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from goals.domain.check_ins import Entry, post_check_in
from goals.models import Cycle
from goals.models.fields import Status
from kpis.domain.measurements import record_measurement, set_target
from kpis.periods import Frequency, parse_key
from notifications.domain.activities import record_activity
from notifications.domain.comments import post_comment
from notifications.domain.preferences import change_preference
from notifications.domain.sending import deliver
from notifications.models import Activity, Delivery, Webhook
from people.domain.invitations import invite_person
from people.models import User
from tests.api_client import ask, token_of
from tests.chat_server import running_chat
from tests.common.test_markdown import Elements
from tests.factories import UserFactory
from tests.kept import kept
from tests.notifications.chatting import TURNED, go_off_track, minute, webhook_of
from tests.okrapp.api_rules import RULES as API_RULES
from tests.okrapp.test_api_guard import address
from tests.okrapp.test_url_guard import url_of
from tests.okrapp.url_rules import RULES
from tests.okrapp.world import NOON, make_world, talk_about

pytestmark = pytest.mark.django_db
ATTACK = "\"onload=pwn()<img src=x onerror=pwn()>'&"
TEXT = f"{ATTACK}𠮷👨‍👩‍👧‍👦שלום"
LONG = f"{TEXT}{'寿限無' * 300}終"
NOTE = f"{TEXT}{'寿限無' * 100}終"


@pytest.fixture(scope="module")
def chat():
    with running_chat() as chat:  # its certificate is of today, and no frozen one
        yield chat


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with kept(django_db_setup, django_db_blocker):
        with time_machine.travel(NOON, tick=False):
            world = make_world(TEXT)
            key_result, kpi, owner = (world.objects[name] for name in ("key_result", "kpi", "person"))
            User.objects.filter(company=owner.company).update(given_name=TEXT, job_title=TEXT)
            Cycle.objects.filter(company=owner.company).update(own_name=TEXT)
            post_comment(talk_about("key-result", key_result), LONG, author=owner)
            post_check_in(key_result, Entry(status=Status.AT_RISK, value=20, note=LONG), author=owner)
            october = parse_key("2026-10", Frequency.MONTH, 4)
            record_measurement(kpi, october, 4, author=owner, note=NOTE)
            set_target(kpi, october, actor=owner, target=4)
        yield world


def get(world, address):
    response = signed_in(world, "admin").get(address)
    return response, content_of(response)


def signed_in(world, person):
    client = Client()
    client.force_login(world.people[person])
    return client


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def is_harmless(html):
    """Whether nothing of it acts: no element and no attribute comes from what people typed."""
    found = Elements(html).found
    acting = [name for _tag, attributes in found for name in attributes if name.startswith("on")]
    return not acting and "<img src=x" not in html


def shown(html):
    elements = Elements(html)
    return "\n".join([elements.text, *(value or "" for _tag, found in elements.found for value in found.values())])


def test_pages_show_it_safe_and_whole(world):
    harmful, broken = [], []
    client = signed_in(world, "admin")
    for rule in (rule for rule in RULES if "GET" in rule.methods):
        response = client.get(url_of(rule, world))
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            page = response.content.decode()
            harmful += [str(rule)] * (not is_harmless(page))
            broken += [str(rule)] * (bool(rule.target) and TEXT not in shown(page))

    assert (harmful, broken) == ([], [])


def test_the_audit_log_shows_it_whole(world):
    _response, content = get(world, reverse("settings-audit"))

    assert TEXT in shown(content.decode())


def test_what_was_written_at_length_is_there_to_its_end(world):
    key_result = world.objects["key_result"]

    for url in (key_result.get_absolute_url(), reverse("conversation", args=["key-result", key_result.pk])):
        _response, content = get(world, url)
        assert LONG in shown(content.decode()), url


def test_mails_carry_it_safe_and_whole(world, mailoutbox, django_capture_on_commit_callbacks):
    """Digest, reminder, news and an invitation, each in both parts, and on one line of the subject."""
    owner, manager, contributor = (world.people[name] for name in ("owner", "manager", "contributor"))
    change_preference(contributor, channels={Activity.Kind.KPI_ALERT: ["mail"]})
    kpi = world.objects["kpi"]
    record_activity(Activity.Kind.KPI_ALERT, kpi, actor=None, audience=[contributor], data=TURNED)
    for person, kind in ((owner, "digest"), (manager, "digest"), (owner, "reminder")):
        owe(person, kind)
    newcomer = UserFactory(company=owner.company, joined_at=None, email=None, unclaimed_email="new@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(newcomer, actor=world.people["admin"])
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        deliver(list(Delivery.objects.values_list("pk", flat=True)))

    assert {kind_of(mail) for mail in mailoutbox} == {"digest", "reminder", "news", "account"}
    for mail in mailoutbox:
        assert "\n" not in mail.subject
        assert is_harmless(html_of(mail)), mail.subject
        assert TEXT in shown(html_of(mail)), mail.subject
        assert TEXT in mail.body, mail.subject


def owe(person, kind):
    later = NOON + timedelta(days=1)
    Delivery.objects.create(company=person.company, person=person, kind=kind, period=f"test {kind}", expires_at=later)


def kind_of(mail):
    """Tests hand account mail over at once, without a Message-ID of ours."""
    row = Delivery.objects.filter(message_id=mail.extra_headers.get("Message-ID")).first()
    return row.kind if row else "account"


def html_of(mail):
    return mail.html if hasattr(mail, "html") else mail.alternatives[0][0]


EXPORTS = [
    ("settings-export", ["people"], "admin", TEXT),
    ("settings-export", ["departments"], "admin", f"{TEXT}Sales"),
    ("settings-audit-export", [], "admin", f"{TEXT}Objective"),
    ("kpi-export", [], "owner", NOTE),
    ("kpi-bowler-export", [], "admin", f"{TEXT}KPI"),
]
BY_POST = {rule.name for rule in RULES if "POST" in rule.methods}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_exports_hold_it_whole(world, suffix):
    for name, kind, person, expected in EXPORTS:
        client = signed_in(world, person)
        response = (client.post if name in BY_POST else client.get)(reverse(name, args=[*kind, suffix]))
        assert expected in cells(content_of(response), suffix), name
        assert response.headers["Content-Disposition"].startswith("attachment")


def cells(content, suffix):
    """What a spreadsheet shows of it."""
    if suffix == "csv":
        return {cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row}
    sheet = load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet for cell in row} <= {"inlineStr", "s", "n", "d"}
    return {cell.value for row in sheet for cell in row}


FIGURES = {"api-initiative-kpis", "api-measurements", "api-measurement", "api-targets", "api-target"}


def test_the_api_tells_it_as_data(world):
    token = token_of(world.people["admin"])
    broken = []
    for rule in API_RULES:
        if "GET" in rule.methods and rule.name not in FIGURES:
            response = ask(token, "GET", address(rule, world))
            assert response.headers["Content-Type"] == "application/json", (rule, response.content)
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            broken += [str(rule)] * (TEXT not in strings(response.json()))

    assert broken == []


def strings(data):
    """All texts of it, in one."""
    if isinstance(data, dict | list):
        return "\n".join(map(strings, data.values() if isinstance(data, dict) else data))
    return str(data)


def test_chats_hear_it_escaped_and_whole(world, chat):
    company, objective = world.objects["company"], world.objects["objective"]
    Webhook.objects.all().delete()
    webhook_of(company)
    go_off_track(objective)

    [text] = minute(chat, 1)

    assert escape(objective.title, quote=False) in text
