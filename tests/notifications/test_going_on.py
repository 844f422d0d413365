"""Whatever one mail meets, the others go out, and none goes out twice."""

import socket
from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from notifications import stopping
from notifications.domain import claims, reaper
from notifications.domain.dispatch import dispatch
from notifications.domain.reaper import reap
from notifications.domain.sending import MOST_ATTEMPTS, deliver
from notifications.look_ups import by_http
from notifications.models import Delivery
from notifications.transport import AnswerLost
from tests.notifications.owing import owe, states

pytestmark = pytest.mark.django_db
asked = []


class Server(EmailBackend):
    """A mail server to which something happens at ``person1``: ``before`` or ``after`` the last byte."""

    before = after = staticmethod(lambda: None)

    def hand_over(self, message, before_last_byte):
        is_odd = message.to == ["person1@example.com"]
        if is_odd:
            type(self).before()
        before_last_byte()
        if is_odd:
            type(self).after()
        self.send_messages([message])
        return "250 ok"


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    settings.MAIL_BACKEND = f"{__name__}.Server"
    settings.MAIL_LOOK_UP = f"{__name__}.answer_nothing"
    for moment in ("before", "after"):
        monkeypatch.setattr(Server, moment, Server.before)
    monkeypatch.setattr(stopping, "_byte", bytearray(1))
    asked.clear()
    return Server


def answer_nothing(message_id):
    asked.append(message_id)


def break_down():
    raise RuntimeError("nobody has thought of this")


def lose_the_lease():
    """The process was silent for longer than its lease, and the reaper came by."""
    reap(timezone.now() + timedelta(minutes=5))


def receivers():
    return sorted(each.to[0] for each in mail.outbox)


def test_an_unknown_error_before_the_last_byte_stops_no_other_and_is_left_to_the_operator_in_the_end(server):
    server.before = break_down
    ids = owe(3)

    for _ in range(MOST_ATTEMPTS):
        Delivery.objects.update(due_at=timezone.now())
        deliver(ids)

    assert states(ids) == ["sent", "dead", "sent"]
    assert receivers() == ["person0@example.com", "person2@example.com"]


def test_an_unknown_error_after_the_last_byte_counts_as_a_lost_answer(server):
    server.after = break_down
    ids = owe(3)

    deliver(ids)

    assert states(ids) == ["sent", "ambiguous", "sent"]
    assert list(Delivery.objects.flagged().values_list("to", flat=True)) == ["person1@example.com"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_mail_taken_over_by_another_process_stops_no_other(server, moment):
    """Those behind it may have been taken over too; none is sent twice, and a worker finds the rest."""

    def happen():
        lose_the_lease()
        raise AnswerLost("the answer never came")

    setattr(server, moment, happen)
    ids = owe(3)

    for _ in range(2):
        deliver(ids)
        server.before = server.after = lambda: None

    assert receivers() == [f"person{n}@example.com" for n in range(3) if moment == "before" or n != 1]


def test_an_answer_later_than_the_lease_still_counts(server):
    server.after = lose_the_lease
    ids = owe(2)

    deliver(ids)

    sent = Delivery.objects.get(to="person1@example.com")
    assert (sent.state, sent.claim, sent.lost_answers) == ("sent", None, 1)
    deliver(ids)
    assert receivers() == ["person0@example.com", "person1@example.com"]


def test_an_answer_that_comes_while_another_prepares_the_same_mail_stops_that_one():
    ids = owe(1)
    (first,) = claims.claim_deliveries(ids, timezone.now())
    claims.hand_over(first)
    Delivery.objects.update(state="queued", claim=None, lease_until=None)
    (second,) = claims.claim_deliveries(ids, timezone.now())

    claims.note_sent(first, "250 ok")

    with pytest.raises(claims.ClaimLost):
        claims.hand_over(second)
    assert states(ids) == ["sent"]


def test_a_worker_asked_to_stop_gives_back_what_it_has_not_begun(server):
    server.before = stopping.ask_to_stop
    ids = owe(9)

    deliver(ids)

    waiting = Delivery.objects.filter(state="queued", claim=None, dispatched_at=None)
    assert states(ids)[1] == "sent"
    assert len(mail.outbox) + waiting.count() == 9


def test_a_mail_in_doubt_is_not_forgotten_while_its_time_lasts():
    """Nobody reaped for three days after the answer was lost."""
    now = timezone.now()
    doubt = {"state": Delivery.State.AMBIGUOUS, "lost_answers": 1, "due_at": now - timedelta(days=3)}
    in_time, too_late = owe(2, expires_at=now + timedelta(days=1), **doubt)
    Delivery.objects.filter(pk=too_late).update(expires_at=now)

    reap(now)

    assert states([in_time, too_late]) == ["queued", "ambiguous"]


def test_a_slow_mail_server_is_asked_the_rest_next_time(monkeypatch):
    monkeypatch.setattr(reaper, "LONGEST_ASKING_SECONDS", 0)
    owe(3, state=Delivery.State.AMBIGUOUS, lost_answers=1)

    reap(timezone.now())

    assert len(asked) == 1


@pytest.mark.parametrize("answer", [b"", b"rubbish\r\n"])
def test_a_record_that_cannot_be_asked_knows_nothing(settings, answer):
    with socket.create_server(("127.0.0.1", 0)) as record:
        settings.MAIL_LOOK_UP_URL = f"http://127.0.0.1:{record.getsockname()[1]}/"
        Thread(target=answer_once, args=(record, answer)).start()

        assert by_http("<1@example.com>") is None


def answer_once(record, answer):
    connection, _address = record.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(answer)


def test_mail_goes_out_although_the_reaper_fails(settings):
    settings.MAIL_LOOK_UP = f"{__name__}.break_down_when_asked"
    [waiting] = owe(1)
    owe(1, state=Delivery.State.AMBIGUOUS, lost_answers=1, period="in doubt")

    dispatch(timezone.now(), deliver)

    assert states([waiting]) == ["sent"]


def break_down_when_asked(message_id):
    break_down()
