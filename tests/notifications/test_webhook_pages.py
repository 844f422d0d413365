"""Settings → Chat, as an administrator uses it: with and without scripts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from notifications.domain import posting
from notifications.domain.switch import pause
from notifications.models import Webhook
from people.models import AuditEntry
from tests.chat_server import URL
from tests.factories import AdminFactory, DepartmentFactory
from tests.notifications.chatting import NOON, webhook_of
from tests.people.conftest import PASSWORD, with_password

pytestmark = pytest.mark.django_db
LIST = "/settings/chat/"
TYPED = {"name": "#news", "format": "slack", "url": URL, "language": "en", "department": "", "kinds": ["off_track"]}
HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(client):
    admin = AdminFactory(language="en", email="admin@example.com")
    client.force_login(admin)
    return admin


@pytest.fixture
def webhook(admin):
    return webhook_of(admin.company)


def page(client, url=LIST):
    return client.get(url).content.decode()


def at(webhook, act=""):
    return reverse(f"settings-webhook{act}", args=[webhook.pk])


def test_without_any_the_page_says_how_to_begin(client, admin):
    assert "No channel yet" in page(client)


def test_one_is_added_and_its_address_never_shown_again(client, admin):
    department = DepartmentFactory(company=admin.company, name="Sales")

    answer = client.post("/settings/chat/new/", TYPED | {"department": department.pk})

    assert answer.url == LIST
    webhook = Webhook.objects.get()
    assert (webhook.url, webhook.company, webhook.department, webhook.kinds) == (
        URL,
        admin.company,
        department,
        ["off_track"],
    )
    entry = AuditEntry.objects.get(action="webhook.added")
    assert entry.changes["masked_url"] == [None, "chat.example.com/…cret"]
    pages = page(client) + page(client, at(webhook)) + page(client, at(webhook, "-remove")) + str(entry.changes)
    assert "chat.example.com/…cret" in pages
    assert "hooks" not in pages


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("url", ""),
        ("url", "http://chat.example.com/x"),
        ("url", "https://127.0.0.1/x"),
        ("url", "https://u:p@chat.example.com/x"),
        ("url", "https://chat.example.com:8443/x"),
        ("url", "https://chat.example.com/" + "x" * 2000),
        ("name", ""),
        ("name", "x" * 61),
        ("format", "pager"),
        ("language", "fr"),
        ("kinds", []),
        ("kinds", ["comment"]),
        ("department", "999"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(client, admin, field, wrong):
    answer = client.post("/settings/chat/new/", TYPED | {field: wrong}, headers={"hx-request": "true"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert field == "name" or 'value="#news"' in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_department_of_another_company_is_none(client, admin):
    answer = client.post("/settings/chat/new/", TYPED | {"department": DepartmentFactory().pk})

    assert answer.status_code == 422


def test_an_operator_s_list_of_hosts_holds(client, admin, settings):
    settings.WEBHOOK_HOSTS = [".Slack.com"]

    assert client.post("/settings/chat/new/", TYPED).status_code == 422
    assert client.post("/settings/chat/new/", TYPED | {"url": "https://hooks.slack.com/x"}).status_code == 302


def test_there_is_an_end_to_how_many(client, admin):
    for _each in range(30):
        webhook_of(admin.company)

    assert "too many webhooks" in client.post("/settings/chat/new/", TYPED).content.decode()


def test_changing_keeps_the_address_where_none_is_typed(client, webhook):
    client.post(at(webhook), TYPED | {"url": "", "name": "#other", "language": "ja"})
    client.post(at(webhook), TYPED | {"url": "", "name": "#other", "language": "ja"})

    webhook.refresh_from_db()
    assert (webhook.url, webhook.name, webhook.language) == (URL, "#other", "ja")
    [entry] = AuditEntry.objects.all()
    assert entry.changes["name"] == ["#news", "#other"]
    assert "masked_url" not in entry.changes


def test_another_address_is_tried_at_once_and_shows_in_the_audit_log(client, webhook):
    Webhook.objects.update(failure="refused", answered=403, failed_at=NOON, next_at=NOON.replace(year=2200))

    client.post(at(webhook), TYPED | {"url": URL.replace("hooks", "crooks")})

    webhook.refresh_from_db()
    assert (webhook.failure, webhook.next_at.year < 2200) == ("", True)
    assert AuditEntry.objects.get().changes["masked_url"] == ["chat.example.com/…cret", "chat.example.com/…cret *"]


def test_what_outlives_the_session_asks_for_the_password_again(client, admin, webhook):
    with_password(admin)
    client.logout()
    client.post("/accounts/login/", {"login": admin.email, "password": PASSWORD})

    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        for url in ("/settings/chat/new/", at(webhook)):
            assert "reauthenticate" in client.post(url, TYPED | {"name": "#other"}).url

    assert Webhook.objects.get().name == "#news"


def test_pausing_resuming_and_removing_are_one_press_each(client, webhook):
    client.post(at(webhook, "-pause"))
    assert "Paused" in page(client)
    client.post(at(webhook, "-resume"))
    assert "Running" in page(client)

    assert "Remove #news" in page(client, at(webhook, "-remove"))
    client.post(at(webhook, "-remove"))

    assert "No channel yet" in page(client)
    assert client.post(at(webhook, "-pause")).status_code == 404
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "webhook.paused",
        "webhook.resumed",
        "webhook.removed",
    ]


def test_the_last_failure_is_told_in_words_with_what_waits(client, webhook, django_assert_max_num_queries):
    from_chat = {"failure": "refused", "answered": 403, "failed_at": NOON}
    Webhook.objects.update(**from_chat)
    for _each in range(5):
        webhook_of(webhook.company, **from_chat)

    with django_assert_max_num_queries(10):
        said = page(client)

    assert said.count("The chat refuses the message. (HTTP 403)") == 6
    assert said.count("In trouble") == 6


def test_names_are_text_and_nothing_else(client, webhook):
    Webhook.objects.update(name=HOSTILE)

    for url in (LIST, at(webhook), at(webhook, "-remove")):
        said = page(client, url)
        assert HOSTILE not in said
        assert escape(HOSTILE).replace("&#x27;", "&#39;").replace("&#39;", "&#x27;") in said.replace(
            "&#39;", "&#x27;"
        )


@pytest.fixture
def reached(chat, monkeypatch):
    """The chat, as what the pages reach."""
    monkeypatch.setattr(posting, "egress", lambda: chat.way)
    return chat


def greet(client, webhook):
    return client.post(at(webhook, "-test"), follow=True).content.decode()


def test_a_test_message_says_at_once_what_became_of_it(client, webhook, reached):
    reached.answers = [(403, {}), (200, {})]
    refused = greet(client, webhook)
    assert "Try again in a moment" in greet(client, webhook)
    with time_machine.travel(NOON + timedelta(seconds=10), tick=False):
        taken = greet(client, webhook)
        greet(client, webhook)

    assert "The chat refuses the message. (HTTP 403)" in refused
    assert "A test message was sent to “#news”." in taken
    assert len(reached.received) == 2
    assert "A test message" in reached.texts[0]
    assert webhook.company.name in reached.texts[0]
    assert AuditEntry.objects.filter(action="webhook.tested").count() == 2


def test_a_paused_channel_may_be_tested_and_a_copy_of_the_data_may_not(client, webhook, reached):
    Webhook.objects.update(pause="asked")
    greet(client, webhook)
    assert len(reached.received) == 1

    pause()
    Webhook.objects.update(next_at=NOON)

    assert "Nothing leaves this copy" in greet(client, webhook)
    assert len(reached.received) == 1
