"""What each answer of a mail server means, and on which side of the last byte it came."""

import time

import pytest
from django.conf import settings as configured

from notifications.messages import Mail
from notifications.transport import (
    AnswerLost,
    Deferred,
    NoSuchMailbox,
    Rejected,
    RejectedByPolicy,
    ServerGone,
    Stage,
    Transport,
    refusal,
)
from tests.notifications.scripted import scripted
from tests.sink import Sink


@pytest.fixture(autouse=True)
def _smtp(settings):
    settings.MAIL_BACKEND = "notifications.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2


def a_mail(local="ok", text="本文"):
    return Mail("件名", text, "okr@example.com", [f"{local}.1@example.com"])


def outcome(port, *mails, before=lambda: None):
    """Send the mails over one transport; return what the last one came to."""
    configured.EMAIL_PORT = port
    transport = Transport()
    try:
        for mail in mails or [a_mail()]:
            result = attempt(transport, mail, before)
    finally:
        transport.close()
    return result


def attempt(transport, mail, before):
    try:
        return transport.send(mail, before)
    except (Deferred, Rejected, RejectedByPolicy, AnswerLost) as error:
        return type(error)


@pytest.mark.parametrize(
    ("stage", "code", "reply", "meaning"),
    [
        (Stage.RECIPIENT, 421, "4.3.2 closing", Deferred),
        (Stage.TEXT, 452, "4.3.1 full", Deferred),
        (Stage.RECIPIENT, 550, "5.1.1 no such user", NoSuchMailbox),
        (Stage.RECIPIENT, 550, "5.1.1 no such\n5.1.1 user", NoSuchMailbox),
        (Stage.RECIPIENT, 551, "user not local", NoSuchMailbox),
        (Stage.RECIPIENT, 553, "sorry, no mailbox here by that name", NoSuchMailbox),
        (Stage.RECIPIENT, 553, "sorry, relaying denied (#5.7.1)", RejectedByPolicy),
        (Stage.RECIPIENT, 550, "5.1.8 sender's domain not found", RejectedByPolicy),
        (Stage.RECIPIENT, 550, "mailbox unavailable", Rejected),
        (Stage.RECIPIENT, 550, "blocked: 5.1.1.9 is listed", Rejected),
        (Stage.RECIPIENT, 552, "5.2.2 mailbox full", Rejected),
        (Stage.TEXT, 550, "5.7.26 unauthenticated", RejectedByPolicy),
        (Stage.TEXT, 554, "5.6.0 refused", Rejected),
        (Stage.SENDER, 550, "we do not know you", RejectedByPolicy),
        (Stage.SENDER, 530, "5.7.0 say STARTTLS first", RejectedByPolicy),
        (Stage.SENDER, 552, "5.3.4 too large", Rejected),
        (Stage.TEXT, -1, "gibberish", ServerGone),
    ],
)
def test_an_answer_means_one_thing(stage, code, reply, meaning):
    found = refusal(code, reply, stage)

    assert (type(found), str(found)) == (meaning, f"{code} {reply}")


@pytest.mark.parametrize(
    ("answers", "meaning"),
    [
        ({"GREETING": "554 5.7.1 not you"}, ServerGone),
        ({"GREETING": []}, ServerGone),
        ({"EHLO": "421 busy", "HELO": "421 busy"}, ServerGone),
        ({"MAIL": "451 4.3.0 later"}, Deferred),
        ({"MAIL": []}, ServerGone),
        ({"RCPT": "551 moved"}, NoSuchMailbox),
        ({"DATA": "451 4.3.0 later"}, Deferred),
        ({"DATA": "554 5.5.0 no"}, Rejected),
        ({"DOT": "250 2.0.0 queued as 7F"}, "250 2.0.0 queued as 7F"),
        ({"DOT": "250-taken\r\n250 as 7F"}, "250 taken as 7F"),
        ({"DOT": "550 5.1.1 nobody"}, NoSuchMailbox),
        ({"DOT": "what?"}, AnswerLost),
        ({"DOT": []}, AnswerLost),
    ],
)
@pytest.mark.parametrize("offer", ["AUTH PLAIN", "PIPELINING"])
def test_a_server_is_understood_at_every_step(answers, meaning, offer):
    with scripted(**{"EHLO": f"250-scripted\r\n250 {offer}"} | answers) as server:
        assert outcome(server.port) == meaning


@pytest.mark.parametrize(
    ("data", "connections"), [(["503 5.5.1 nobody to send to", "354 go on"], 1), ("354 go on", 2)]
)
def test_one_refused_among_commands_said_at_once_leaves_no_text_begun(data, connections):
    answers = {"EHLO": "250-scripted\r\n250 PIPELINING", "RCPT": ["550 5.1.1 nobody", "250 ok"], "DATA": data}

    with scripted(**answers) as server:
        assert outcome(server.port, a_mail("first"), a_mail("second")) == "250 ok"
        assert server.connections == connections


def test_commands_are_said_one_by_one_to_a_server_that_offers_nothing_else():
    with scripted(RCPT=["550 5.1.1 nobody"]) as server:
        assert outcome(server.port) is NoSuchMailbox
        assert server.said == ["GREETING", "EHLO", "MAIL", "RCPT", "RSET", "QUIT"]


def test_nobody_listening_is_a_server_gone():
    assert outcome(1) is ServerGone


def test_a_refused_sign_in_waits_and_is_logged_without_the_password(settings, caplog):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "okr", "open sesame"

    with scripted(AUTH="535 5.7.8 wrong") as server:
        assert outcome(server.port) is ServerGone

    assert [record.getMessage() for record in caplog.records] == [
        "the mail server does not let us sign in: 535 5.7.8 wrong"
    ]


def test_a_password_that_cannot_be_sent_is_not_quoted(settings):
    settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = 0, "okr", "合言葉"

    with scripted() as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(ServerGone) as caught:
            Transport().send(a_mail(), lambda: None)

    assert str(caught.value) == "The user name or the password of EMAIL_URL has characters outside ASCII."
    assert "合言葉" not in repr(caught.value)


@pytest.mark.parametrize("offer", [True, False])
def test_without_the_encryption_that_was_asked_for_nothing_leaves(settings, offer):
    settings.EMAIL_USE_TLS = True

    with Sink(has_broken_tls=offer) as sink:
        assert outcome(sink.smtp_port) is ServerGone
        assert (sink.accepted, sum(sink.attempts.values())) == ([], 0)


def test_one_connection_serves_a_batch_whatever_is_refused_in_between():
    wanted = [a_mail(local) for local in ("ok", "450", "451", "550", "554", "ok")]

    with Sink() as sink:
        assert outcome(sink.smtp_port, *wanted) == "250 2.0.0 queued as 2"
        assert sink.connections == 1


@pytest.mark.parametrize("local", ["421", "drop-before-dot", "drop-before-250", "drop-after-dot"])
def test_after_a_connection_is_lost_the_next_mail_has_a_new_one(local):
    with Sink() as sink:
        assert outcome(sink.smtp_port, a_mail(local), a_mail()).startswith("250 ")
        assert sink.connections == 2


def test_a_connection_the_server_has_closed_meanwhile_costs_no_mail_its_turn():
    with scripted(MAIL=["250 ok", "421 that was enough", "250 ok"]) as server:
        assert outcome(server.port, a_mail(), a_mail()) == "250 ok"
        assert server.connections == 2


@pytest.mark.parametrize(
    ("local", "meaning", "taken"),
    [("drop-before-dot", ServerGone, 0), ("drop-before-250", AnswerLost, 0), ("drop-after-dot", AnswerLost, 1)],
)
def test_a_lost_connection_says_on_which_side_of_the_last_byte(local, meaning, taken):
    with Sink() as sink:
        # The pause is what a commit to a database across a network takes; the server has hung up by then.
        assert outcome(sink.smtp_port, a_mail(local), before=lambda: time.sleep(0.05)) is meaning
        assert len(sink.accepted) == taken


def test_a_mail_given_up_before_the_last_byte_never_arrives():
    def lost():
        raise KeyError

    with Sink() as sink:
        with pytest.raises(KeyError):
            outcome(sink.smtp_port, a_mail(), before=lost)
        assert outcome(sink.smtp_port, a_mail("next")) == "250 2.0.0 queued as 1"
        assert [each.recipient for each in sink.accepted] == ["next.1@example.com"]


def test_a_mail_arrives_byte_for_byte():
    mail = Mail("件名", "a\n.\n..b\n", "okr@example.com", ["ok@example.com"], headers={"Message-ID": "<1@x>"})

    with Sink() as sink:
        outcome(sink.smtp_port, mail)
        assert sink.accepted[0].raw == mail.as_bytes()
