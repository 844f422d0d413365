"""Mail as it leaves: whatever a person typed, it is one well-formed message with our headers and nothing more."""

import re
from email import message_from_bytes, policy
from io import StringIO

import pytest
import time_machine
from django.core import mail as django_mail
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from notifications.messages import Mail, as_payload, from_payload, reader_mail
from notifications.mime import one_line
from notifications.models import Delivery
from tests.factories import UserFactory

TITLES = st.text(max_size=150)
HOSTILE = [
    "a\r\nBcc: x@example.com",
    "一\u2028Bcc: x@example.com",
    "\x00\x85\x0bX: y",
    "=?utf-8?q?x?=",
    "‮gpj.exe",
    " \t ",
]


def parsed(mail):
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def spaceless(name):
    """Python's parser of names is careless about the spaces in and between encoded words."""
    return "".join(one_line(name).split())


def a_mail(subject="件名", sender_name="サンプル", html="<p>本文</p>"):
    mail = Mail(subject, "本文", "okr@example.com", ["a@example.com"], sender_name=sender_name)
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def examples(test):
    for title in HOSTILE:
        test = example(title, title)(test)
    return test


@hypothesis_settings(max_examples=20)  # reading a mail takes Python longer than us to write it
@examples
@given(TITLES, TITLES)
def test_any_text_makes_one_message_with_our_headers_alone(subject, name):
    message = parsed(a_mail(subject, name))

    names = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert (message.keys(), message.defects) == (names, [])
    assert message["Subject"] == one_line(subject)
    (sender,) = message["From"].addresses
    assert (spaceless(sender.display_name), sender.addr_spec) == (spaceless(name), "okr@example.com")
    again = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert (again["Subject"], again.keys()) == (one_line(subject), names)


@examples
@given(TITLES, TITLES)
def test_no_line_is_longer_than_a_mail_server_likes_and_no_header_begins_empty(subject, name):
    head, _, body = a_mail(subject, name).as_bytes().partition(b"\r\n\r\n")

    assert [line for line in head.split(b"\r\n") if len(line) > 76 or re.fullmatch(rb"[A-Za-z-]+: ?", line)] == (
        [b"Subject: "] if not one_line(subject) else []
    )
    assert max(len(line) for line in body.split(b"\r\n")) <= 76


def test_bodies_are_whole_utf_8_in_base64():
    message = parsed(a_mail(html="<p>①㈱髙﨑🎉</p>\n"))

    parts = list(message.iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["base64", "base64"]
    assert [part.get_content() for part in parts] == ["本文", "<p>①㈱髙﨑🎉</p>\r\n"]
    assert parsed(a_mail(html="")).get_content_type() == "text/plain"


@pytest.mark.parametrize(
    "address", ["a b@example.com", "a@b@example.com\r\nX: y", "a@x.com,b@x.com", "佐藤@example.com"]
)
def test_what_is_no_address_is_no_mail(address):
    with pytest.raises(ValueError, match="Not an address"):
        Mail("x", "x", "okr@example.com", [address]).as_bytes()


def test_a_domain_of_letters_beyond_ascii_is_sent_in_punycode():
    assert parsed(Mail("x", "x", "okr@example.com", ["a@例え.jp"]))["To"] == "a@xn--r8jz45g.jp"


@pytest.fixture
def delivery():
    person = UserFactory.build(pk=17, email="a@example.com", language="ja", time_zone="America/New_York")
    person.company.pk, person.company.name = 3, "サンプル株式会社"
    return Delivery(kind=Delivery.Kind.DIGEST, person=person, company=person.company, message_id="<1f@example.com>")


@time_machine.travel("2026-11-23T13:30:00Z", tick=False)
def test_a_digest_says_what_kind_of_mail_it_is(delivery, settings):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_DOMAIN = "okr@example.com", "example.com"

    mail = reader_mail(delivery, subject="件", text="文", html="<p>文</p>", unsubscribe_url="https://x.example/u/1/")

    assert dict(parsed(mail).items()) == {
        "From": "サンプル株式会社 OKR・KPI <okr@example.com>",
        "To": "a@example.com",
        "Subject": "件",
        "Date": "Mon, 23 Nov 2026 08:30:00 -0500",
        "Message-ID": "<1f@example.com>",
        "Content-Language": "ja",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "References": "<digest.17@example.com>",
        "List-Id": "<digest.example.com>",
        "Feedback-ID": "3:digest:example.com",
        "List-Unsubscribe": "<https://x.example/u/1/>, "
        "<mailto:okr@example.com?subject=unsubscribe%20%3C1f%40example.com%3E>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_1fexamplecom"',
    }


def test_a_long_address_to_unsubscribe_at_is_never_broken(delivery):
    url = "https://okr.example.com/mail/stop/" + "x" * 120 + "/"

    raw = reader_mail(delivery, subject="件", text="文", html="<p>文</p>", unsubscribe_url=url).as_bytes()

    assert f"List-Unsubscribe: <{url}>,\r\n <mailto:".encode() in raw


@time_machine.travel("2026-11-23T13:30:00Z", tick=False)
def test_account_mail_keeps_its_html_language_and_zone_and_is_no_list(delivery):
    delivery.kind, delivery.to = Delivery.Kind.ACCOUNT, "a@example.com"
    delivery.payload = as_payload(a_mail("招待"))

    message = parsed(from_payload(delivery))

    assert [part.get_content() for part in message.iter_parts()] == ["本文", "<p>本文</p>"]
    assert (message["Content-Language"], message["Date"]) == ("ja", "Mon, 23 Nov 2026 13:30:00 +0000")
    assert (message["Auto-Submitted"], message["List-Unsubscribe"]) == ("auto-generated", None)


@pytest.mark.parametrize("backend", ["console", "filebased", "locmem"])
def test_the_backends_of_django_take_it(backend, tmp_path, capsys, mailoutbox):
    options = {"file_path": tmp_path} if backend == "filebased" else {}
    options = {"stream": StringIO()} if backend == "console" else options

    with django_mail.get_connection(f"django.core.mail.backends.{backend}.EmailBackend", **options) as connection:
        assert connection.send_messages([a_mail("目標の更新をお願いします")]) == 1
