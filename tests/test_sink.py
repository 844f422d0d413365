"""The mail server the other tests rely on."""

import json
import smtplib
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.sink import Sink

TEXT = "Message-ID: <1@here>\r\nSubject: 件名\r\n\r\n.一行目\r\n..\r\n"


@pytest.fixture
def sink():
    with Sink() as sink:
        yield sink


def send(sink, recipient):
    with smtplib.SMTP("127.0.0.1", sink.smtp_port, timeout=5) as client:
        return client.sendmail("okr@example.com", [recipient], TEXT.encode(), ["SMTPUTF8", "BODY=8BITMIME"])


def test_a_mail_is_kept_as_it_was_written_and_found_by_its_message_id(sink):
    send(sink, "花子@example.com")

    assert [(each.message_id, each.recipient, each.raw.decode()) for each in sink.accepted] == [
        ("<1@here>", "花子@example.com", TEXT)
    ]
    assert urlopen(sink.url + quote("<1@here>")).read().decode() == TEXT  # noqa: S310
    with pytest.raises(HTTPError, match="404"):
        urlopen(sink.url + quote("<2@here>"))  # noqa: S310
    listed = json.load(urlopen(sink.url.replace("/messages/", "/accepted")))  # noqa: S310
    assert [(each["message_id"], each["recipient"]) for each in listed] == [("<1@here>", "花子@example.com")]


@pytest.mark.parametrize(
    ("recipient", "code", "enhanced"),
    [
        ("421.a@example.com", 421, b"4.3.2"),
        ("450.a@example.com", 450, b"4.2.1"),
        ("451.a@example.com", 451, b"4.3.0"),
        ("452.a@example.com", 452, b"4.3.1"),
        ("550+a@example.com", 550, b"5.1.1"),
        ("554@example.com", 554, b"5.6.0"),
        ("policy.a@example.com", 550, b"5.7.1"),
    ],
)
def test_an_address_is_refused_as_it_asks(sink, recipient, code, enhanced):
    with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)) as refused:
        send(sink, recipient)

    answer = refused.value.args if refused.type is smtplib.SMTPDataError else refused.value.recipients[recipient]
    assert (answer[0], answer[1].split()[0]) == (code, enhanced)
    assert sink.accepted == []


@pytest.mark.parametrize(("drop", "taken"), [("drop-before-dot", 0), ("drop-before-250", 0), ("drop-after-dot", 1)])
def test_a_connection_is_dropped_where_the_address_asks(sink, drop, taken):
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(sink, f"{drop}.a@example.com")

    assert len(sink.accepted) == taken


def test_a_behaviour_can_end_after_two_attempts(sink):
    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError):
            send(sink, "451-twice.a@example.com")

    assert send(sink, "451-twice.a@example.com") == {}


def test_an_address_can_be_deferred_first_and_refused_later(sink):
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send(sink, "451-then-550.a@example.com")

    for _ in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
            send(sink, "451-then-550.a@example.com")


def test_broken_tls_is_offered_and_refused():
    with Sink(has_broken_tls=True) as sink, smtplib.SMTP("127.0.0.1", sink.smtp_port, timeout=5) as client:
        assert client.ehlo()[0] == 250
        assert client.has_extn("starttls")
        with pytest.raises(smtplib.SMTPResponseException, match="454"):
            client.starttls()
