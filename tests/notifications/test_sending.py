"""What becomes of a delivery when a real mail server answers this or that."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.db.models.signals import pre_save
from django.utils import timezone

from notifications.domain import claims
from notifications.domain.addresses import refuse_address
from notifications.domain.reaper import reap
from notifications.domain.retries import missed_until, next_attempt
from notifications.domain.sending import deliver
from notifications.domain.switch import may_send
from notifications.messages import reader_mail
from notifications.models import Delivery, MailSwitch, RefusedAddress
from notifications.registry import composers
from people.models import User
from tests.factories import AdminFactory, UserFactory
from tests.sink import Sink

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)  # a Monday in Tokyo
BROKEN = "broken"
State = Delivery.State


@pytest.fixture(scope="module")
def sink():
    with Sink() as server:
        yield server


@pytest.fixture(autouse=True)
def _set_up(settings, sink, monkeypatch):
    settings.MAIL_BACKEND = "notifications.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.smtp_port
    sink.accepted.clear()
    monkeypatch.setitem(composers, Delivery.Kind.DIGEST, compose)
    with time_machine.travel(NOON):
        yield


def compose(deliveries, now):
    return write


def write(delivery):
    if delivery.person.family_name == BROKEN:
        raise ValueError(BROKEN)
    return reader_mail(delivery, subject="件名", text="本文", html="<p>本文</p>")


def a_delivery(local="ok", *, number=1, name="佐藤", **fields):
    person = UserFactory(email=f"{local}.{number}@example.com", family_name=name, time_zone="Asia/Tokyo")
    fields = {"kind": Delivery.Kind.DIGEST, "due_at": NOON, "expires_at": NOON + timedelta(days=5)} | fields
    return Delivery.objects.create(company=person.company, person=person, period="2026-W48", **fields)


def delivered(*deliveries):
    deliver([each.pk for each in deliveries])
    for each in deliveries:
        each.refresh_from_db()
    return deliveries[0]


@pytest.mark.parametrize(
    ("local", "state", "reply", "attempts", "taken"),
    [
        ("ok", State.SENT, "250 2.0.0 queued as", 0, 1),
        ("421", State.QUEUED, "421 4.3.2", 1, 0),
        ("450", State.QUEUED, "450 4.2.1", 1, 0),
        ("451", State.QUEUED, "451 4.3.0", 1, 0),
        ("452", State.QUEUED, "452 4.3.1", 1, 0),
        ("550", State.FAILED, "550 5.1.1", 0, 0),
        ("554", State.FAILED, "554 5.6.0", 0, 0),
        ("drop-before-250", State.AMBIGUOUS, "", 0, 0),
        ("drop-after-dot", State.AMBIGUOUS, "", 0, 1),
    ],
)
def test_each_answer_leads_to_one_state(sink, local, state, reply, attempts, taken):
    delivery = delivered(a_delivery(local))

    assert (delivery.state, delivery.attempts, len(sink.accepted)) == (state, attempts, taken)
    assert delivery.reply.startswith(reply)
    assert delivery.lost_answers == (1 if state == State.AMBIGUOUS else 0)
    if attempts:
        assert timedelta(seconds=60) <= delivery.due_at - NOON <= timedelta(seconds=72 + 10)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 5), (2, 15), (3, 60), (9, 60)])
def test_the_wait_grows_to_an_hour(attempts, minutes):
    delivery = Delivery(kind=Delivery.Kind.ACCOUNT, attempts=attempts, expires_at=NOON + timedelta(days=1))

    waits = [(next_attempt(delivery, NOON) - NOON) / timedelta(minutes=minutes) for _ in range(50)]

    assert 1 <= min(waits) <= max(waits) <= 1.2


def in_new_york(kind=Delivery.Kind.DIGEST, **fields):
    person = UserFactory.build(time_zone="America/New_York")
    return Delivery(kind=kind, person=person, **{"expires_at": NOON + timedelta(days=5)} | fields)


EVENING = datetime(2026, 11, 23, 23, 1, tzinfo=UTC)  # 18:01 in New York
MORNING = datetime(2026, 11, 24, 13, tzinfo=UTC)


def test_mail_of_the_day_waits_for_the_morning_of_its_reader():
    assert next_attempt(in_new_york(), EVENING) == MORNING
    assert next_attempt(in_new_york(kind=Delivery.Kind.NOTICE), EVENING) < EVENING + timedelta(minutes=2)


def test_a_digest_whose_week_ends_before_morning_is_tried_again_at_once():
    last_evening = {"expires_at": EVENING + timedelta(hours=5)}

    assert next_attempt(in_new_york(**last_evening), EVENING) < EVENING + timedelta(minutes=2)
    assert next_attempt(in_new_york(kind=Delivery.Kind.REMINDER, **last_evening), EVENING) is None


def test_mail_that_missed_its_hour_does_not_come_at_night():
    assert missed_until(in_new_york(due_at=EVENING - timedelta(hours=9)), EVENING) == MORNING
    assert missed_until(in_new_york(due_at=EVENING - timedelta(minutes=5)), EVENING) is None
    assert missed_until(in_new_york(due_at=MORNING - timedelta(hours=9)), MORNING) is None


def test_what_was_put_off_is_neither_sent_nor_counted_as_tried(sink):
    with time_machine.travel(NOON + timedelta(hours=12)):
        delivery = delivered(a_delivery())

    assert (delivery.state, delivery.attempts, sink.accepted) == (State.QUEUED, 0, [])
    assert delivery.due_at == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_a_retry_after_its_time_is_not_made(sink):
    delivery = delivered(a_delivery("451", expires_at=NOON + timedelta(seconds=50)))

    assert (delivery.state, delivery.reason) == (State.SKIPPED, Delivery.Reason.LATE)


def test_an_old_message_of_the_broker_sends_nothing_stale(sink):
    delivery = delivered(a_delivery(due_at=NOON - timedelta(days=3), expires_at=NOON - timedelta(days=1)))

    assert (delivery.state, sink.accepted) == (State.QUEUED, [])
    reap(timezone.now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.SKIPPED, Delivery.Reason.LATE)


def test_a_refusal_by_policy_stops_everything_for_an_hour(sink):
    refused = delivered(a_delivery("policy"))
    waiting = delivered(a_delivery("ok"))

    assert (refused.state, refused.attempts, waiting.state) == (State.QUEUED, 1, State.QUEUED)
    assert may_send() is False
    hour = timedelta(hours=1)
    assert hour <= MailSwitch.objects.get().paused_until - NOON < hour + timedelta(seconds=10)
    assert refused.due_at == MailSwitch.objects.get().paused_until + timedelta(minutes=1)


def test_a_mail_that_alone_is_refused_by_policy_holds_the_others_up_only_once(sink):
    refused, other = delivered(a_delivery("policy")), a_delivery("ok")
    with time_machine.travel(NOON + timedelta(minutes=61)):
        assert delivered(other).state == State.SENT
    with time_machine.travel(NOON + timedelta(minutes=62)):
        delivered(refused)

        assert (refused.state, refused.reply[:9], may_send()) == (State.FAILED, "550 5.7.1", True)


def test_while_the_server_refuses_everybody_nothing_is_used_up(sink):
    refused = delivered(a_delivery("policy"))
    with time_machine.travel(NOON + timedelta(minutes=62)):
        delivered(refused)

        assert (refused.state, refused.attempts, may_send()) == (State.QUEUED, 2, False)


def test_one_mail_that_cannot_be_written_stops_no_other_and_is_put_aside_after_five_attempts(sink):
    broken, others = a_delivery(name=BROKEN, number=0), [a_delivery(number=n) for n in range(1, 4)]
    delivered(broken, *others)
    assert [each.state for each in others] == [State.SENT] * 3

    for attempt in range(2, 6):
        assert (broken.state, broken.reply) == (State.QUEUED, "")
        Delivery.objects.filter(pk=broken.pk).update(due_at=NOON)
        assert delivered(broken).attempts == min(attempt, 4)

    assert (broken.state, broken.reply, len(sink.accepted)) == (State.DEAD, "ValueError('broken')", 3)


def test_a_kind_nobody_writes_stops_no_other(sink):
    orphan, other = a_delivery(kind=Delivery.Kind.REMINDER, number=1), a_delivery(number=2)
    composer = composers.pop(Delivery.Kind.REMINDER, None)
    try:
        delivered(orphan, other)
    finally:
        if composer:
            composers[Delivery.Kind.REMINDER] = composer

    assert (orphan.state, other.state) == (State.QUEUED, State.SENT)


def test_a_tenth_of_the_addresses_refusing_costs_the_others_nothing(sink):
    refused = [a_delivery(local, number=n) for n, local in enumerate(["550", "554"])]
    others = [a_delivery(number=n) for n in range(2, 20)]

    delivered(*refused, *others)

    assert {each.state for each in refused} == {State.FAILED}
    assert {each.state for each in others} == {State.SENT}
    assert len({each.message_id for each in sink.accepted}) == len(others)


def test_a_process_that_dies_over_a_refusal_leaves_it_to_be_heard_again(sink):
    delivery = a_delivery("550")

    def die(**kwargs):
        raise SystemExit

    pre_save.connect(die, sender=RefusedAddress)
    try:
        with pytest.raises(SystemExit):
            deliver([delivery.pk])
    finally:
        pre_save.disconnect(die, sender=RefusedAddress)

    delivery.refresh_from_db()
    assert delivery.state in Delivery.HELD


def test_what_another_process_has_taken_over_is_not_sent(sink, monkeypatch):
    delivery = a_delivery()

    def robbed(delivery):
        Delivery.objects.filter(pk=delivery.pk).update(claim="00000000-0000-4000-8000-000000000000")
        return write(delivery)

    monkeypatch.setitem(composers, Delivery.Kind.DIGEST, lambda deliveries, now: robbed)
    delivered(delivery)

    assert (delivery.state, sink.accepted) == (State.CLAIMED, [])


def test_an_answer_that_comes_after_the_lease_is_kept(sink):
    delivery = a_delivery()
    (held,) = claims.claim_deliveries([delivery.pk], timezone.now())
    claims.hand_over(held)
    reap(NOON + timedelta(days=1))

    claims.note_sent(held, "250 ok")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.claim, delivery.lost_answers) == (State.SENT, None, 1)


def test_a_mail_in_doubt_whose_time_has_passed_is_settled_by_asking(sink, settings):
    settings.MAIL_LOOK_UP, settings.MAIL_LOOK_UP_URL = "notifications.look_ups.by_http", sink.url
    expires = NOON + timedelta(minutes=1)
    taken, dropped = delivered(a_delivery("drop-after-dot", expires_at=expires)), a_delivery("drop-before-250")
    Delivery.objects.filter(pk=delivered(dropped).pk).update(expires_at=expires)

    reap(NOON + timedelta(hours=2))

    taken.refresh_from_db()
    dropped.refresh_from_db()
    assert (taken.state, dropped.state, dropped.reason) == (State.SENT, State.SKIPPED, Delivery.Reason.LATE)


# Addresses that refuse mail


def test_administrators_hear_once_an_hour_in_their_language_of_addresses_that_refuse(sink, settings):
    delivery = a_delivery("550")
    company = delivery.company
    reader = AdminFactory(company=company, email="ok.reader@example.com", language="ja")
    AdminFactory(company=company, is_active=False)
    AdminFactory(company=company, email=None, unclaimed_email="x@example.com")
    AdminFactory()

    delivered(delivery)
    refuse_address(delivery.person.email, "550 5.1.1 still", person=delivery.person)
    second = UserFactory(company=company, email="second@example.com")
    refuse_address(second.email, "550 5.1.1 gone", person=second)

    (notice,) = Delivery.objects.filter(kind=Delivery.Kind.NOTICE)
    assert (notice.person, notice.due_at) == (reader, NOON + timedelta(hours=1))
    make_due(notice)
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivered(notice).state == State.SENT
    (mail,) = django_mail.outbox
    links = [f"{settings.BASE_URL}/settings/people/{pk}/" for pk in (delivery.person_id, second.pk)]
    assert (mail.to, mail.subject) == ([reader.email], "2人のメンバーへのメールが戻ってきています")
    assert [(link in mail.body, link in mail.html) for link in links] == 2 * [(True, True)]
    assert "550 5.1.1 no such mailbox" in mail.body


def make_due(notice):
    Delivery.objects.filter(pk=notice.pk).update(due_at=NOON)


def a_delivery_again(delivery):
    """The same person's next week."""
    fields = {"due_at": NOON, "expires_at": NOON + timedelta(days=5), "kind": Delivery.Kind.DIGEST}
    return Delivery.objects.create(company=delivery.company, person=delivery.person, period="2026-W49", **fields)


def test_mail_of_the_week_is_not_tried_at_an_address_that_refuses(sink):
    first = delivered(a_delivery("550"))
    second = delivered(a_delivery_again(first))

    assert (second.state, second.reason) == (State.SKIPPED, Delivery.Reason.REFUSED)


def notice_of_refusal():
    """What an administrator of the company is owed after one of its addresses has refused mail."""
    delivery = a_delivery("550")
    AdminFactory(company=delivery.company)
    delivered(delivery)
    notice = Delivery.objects.get(kind=Delivery.Kind.NOTICE)
    make_due(notice)
    return notice


def test_a_notice_that_has_become_needless_is_not_sent(sink):
    notice = notice_of_refusal()
    RefusedAddress.objects.all().delete()

    notice = delivered(notice)

    assert (notice.state, notice.reason) == (State.SKIPPED, Delivery.Reason.NOTHING)


def test_a_notice_names_nobody_of_another_company_to_whom_the_address_has_passed(sink):
    notice = notice_of_refusal()
    address = RefusedAddress.objects.get().address
    User.objects.filter(email=address).update(email="elsewhere@example.com")
    UserFactory(email=address)

    notice = delivered(notice)

    assert (notice.state, notice.reason) == (State.SKIPPED, Delivery.Reason.NOTHING)
