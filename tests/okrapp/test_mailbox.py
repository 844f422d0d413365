"""The demo's mailbox: files on one side, pages on the other."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.mail import get_connection
from django.urls import reverse
from django.utils import timezone

from notifications.domain.planner import plan_digests
from notifications.messages import Mail
from notifications.models import Delivery, MailPreference
from okrapp.demo import mailbox
from tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db
HTML = '<html><head><style>p { color: red }</style></head><body><p>数字を<a href="/">更新</a></p></body></html>'

LONG_AGO = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR, settings.ROOT_URLCONF = True, tmp_path, "tests.demo_urls"
    CompanyFactory()


def send(subject="今週のまとめ", html=HTML):
    mail = Mail(subject, "本文 https://example.com/?a=1&b=2", "okr@example.com", ["hanako@example.com"])
    if html:
        mail.attach_alternative(html, "text/html")
    get_connection("okrapp.demo.mailbox.MailboxBackend").send_messages([mail])
    return mailbox.StoredMail(mailbox.newest_first()[0])


def test_a_mail_is_read_as_it_was_written():
    kept = send("【要確認】目標「売上を倍にする」の更新が3日遅れています。木曜日までに数字と一言をお願いします")

    assert (
        kept.subject
        == "【要確認】目標「売上を倍にする」の更新が3日遅れています。木曜日までに数字と一言をお願いします"
    )
    assert kept.to == "hanako@example.com"
    assert (kept.text, kept.html) == ("本文 https://example.com/?a=1&b=2", HTML)


def test_the_oldest_go_when_the_box_is_full(monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_KEPT", 2)

    for subject in ("one", "two", "three"):
        send(subject)

    assert [mailbox.StoredMail(path).subject for path in mailbox.newest_first()] == ["three", "two"]
    assert len(list(mailbox.folder().iterdir())) == 2


@pytest.mark.parametrize(("language", "words"), [("ja", "メールはまだありません"), ("en", "No mail yet")])
def test_an_empty_box_tells_how_to_fill_it(client, language, words):
    page = client.get(reverse("mailbox"), headers={"accept-language": language}).content.decode()

    assert words in page
    assert reverse("account_login") in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_box_lists_what_was_sent_and_opens_it(client, language):
    kept = send()

    listed = client.get(reverse("mailbox"), headers={"accept-language": language})
    opened = client.get(reverse("mailbox-mail", args=[kept.name]), headers={"accept-language": language})

    assert [mail.subject for mail, _arrived in listed.context["rows"]] == ["今週のまとめ"]
    assert reverse("mailbox-mail", args=[kept.name]) in listed.content.decode()
    assert re.search(r'<iframe [^>]*width="600"', opened.content.decode())
    assert "frame-src 'self'" in opened.headers["Content-Security-Policy"]


def test_one_mail_is_shown_narrow_and_as_text(client):
    address = reverse("mailbox-mail", args=[send().name])

    assert 'width="320"' in client.get(address, {"view": "320"}).content.decode()
    text = client.get(address, {"view": "text"}).content.decode()
    assert "<iframe" not in text
    assert 'href="https://example.com/?a=1&amp;b=2"' in text


def test_a_mail_without_html_is_its_text(client):
    page = client.get(reverse("mailbox-mail", args=[send(html="").name])).content.decode()

    assert "<iframe" not in page
    assert "本文" in page


def test_the_frame_may_style_itself_and_nothing_else(client):
    body = client.get(reverse("mailbox-body", args=[send().name]))

    assert body.content.decode() == HTML.replace("<head>", '<head><base target="_blank">')
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = set(body.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    }


@pytest.mark.parametrize("page", ["mailbox-mail", "mailbox-body"])
def test_there_is_no_way_out_of_the_box(client, page):
    send()

    assert client.get(reverse(page, args=["secret_key"])).status_code == 404
    assert client.get("/demo/mailbox/..%2fsecret_key/").status_code == 404


@pytest.mark.parametrize("day", ["2026-11-16", "2026-11-18", "2026-11-22"])
def test_a_press_sends_the_week_s_digests_once_on_any_day(client, day):
    joined = {"joined_at": LONG_AGO}
    wanting, stopped, left = UserFactory(**joined), UserFactory(**joined), UserFactory(**joined, is_active=False)
    MailPreference.objects.create(person=stopped, digest=False)
    with time_machine.travel(f"{day}T05:00+09:00", tick=False):
        answers = [client.post(reverse("mailbox-digests")) for _ in range(2)]
        due = list(Delivery.objects.due(timezone.now()).values_list("person", "period"))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert due == [(wanting.pk, "2026-W47")]
    assert Delivery.objects.get(person=stopped).reason == Delivery.Reason.UNSUBSCRIBED
    assert not Delivery.objects.filter(person=left).exists()


def week_s_row(person):
    return Delivery.objects.get(person=person, period="2026-W47")


def test_what_the_planner_put_off_is_brought_forward(client):
    person = UserFactory(joined_at=LONG_AGO)
    with time_machine.travel("2026-11-18T22:00+09:00", tick=False):
        plan_digests(timezone.now())
        assert week_s_row(person).due_at > timezone.now()

        client.post(reverse("mailbox-digests"))

        assert week_s_row(person).due_at == timezone.now()
