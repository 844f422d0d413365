"""The demo's mailbox: files on one side, pages on the other."""

import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from okrapp.demo import mailbox
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
HTML = '<html><head><style>p { color: red }</style></head><body><p>数字を<a href="/">更新</a></p></body></html>'


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR, settings.ROOT_URLCONF = True, tmp_path, "tests.demo_urls"
    CompanyFactory()


def send(subject="今週のまとめ", html=HTML):
    mail = EmailMultiAlternatives(
        subject, "本文 https://example.com/?a=1&b=2", "okr@example.com", ["花子 <hanako@example.com>"]
    )
    if html:
        mail.attach_alternative(html, "text/html")
    get_connection("okrapp.demo.mailbox.MailboxBackend").send_messages([mail])
    return mailbox.StoredMail(mailbox.newest_first()[0])


def test_a_mail_is_read_as_it_was_written():
    kept = send("今週のまとめ：更新3件")

    assert kept.subject == "今週のまとめ：更新3件"
    assert kept.to == "花子 <hanako@example.com>"
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
