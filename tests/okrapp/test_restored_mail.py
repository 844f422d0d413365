"""A restored copy mails nobody, until somebody says that it is the one that people use."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from notifications import registry
from notifications.domain.dispatch import dispatch
from notifications.domain.planner import plan_digests
from notifications.domain.sending import deliver
from notifications.domain.switch import mail_pause_reason, mail_switch, pause, pause_until
from notifications.messages import Mail
from notifications.models import Delivery, MailPreference, MailSwitch
from okrapp.checks import check_mail_pause
from okrapp.management.commands import serve
from people.models import User
from people.models.company import Weekday
from tests.factories import AdminFactory, UserFactory
from tests.okrapp.deployments import told

# Tokyo's Wednesday and Thursday, in the middle of the day: Monday's digest is long due.
NOW, LATER = datetime(2025, 1, 8, 2, tzinfo=UTC), datetime(2025, 1, 9, 2, tzinfo=UTC)
# Early on Monday in Tokyo: nobody was here the week before.
JOINED = datetime(2025, 1, 5, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _digests(monkeypatch):
    monkeypatch.setitem(registry.composers, "digest", lambda deliveries, now: write)
    with time_machine.travel(NOW, tick=False):
        yield


def write(delivery):
    return Mail("Your week", "", to=[delivery.person.email])


def reader(name, **preference):
    person = UserFactory(email=f"{name}@example.com", joined_at=JOINED)
    MailPreference.objects.create(person=person, **preference)
    return person


def minute():
    """What the dispatcher does each minute; the subjects and readers of all that was mailed so far."""
    dispatch(timezone.now(), deliver)
    return [(each.subject, *each.to) for each in mail.outbox]


def outcomes():
    return sorted(Delivery.objects.values_list("person__email", "kind", "state", "reason"))


def test_a_copy_mails_nothing_and_once_confirmed_only_what_falls_due_later(deployments):
    with deployments.at("old") as folder:
        User.objects.update(joined_at=JOINED)
        reader("late", weekday=Weekday.THURSDAY)
        mail.send_mail("Reset", "a link", "okr@example.com", ["member@example.com"])
        plan_digests(timezone.now())
        told("backup", str(folder / "okr.zip"))

    with deployments.at("new"):
        said = told("restore", str(folder / "okr.zip"), "--yes")
        assert "2 waiting mails were put aside" in said
        assert minute() == []
        assert outcomes() == [
            ("member@example.com", "account", "skipped", "restored"),
            ("member@example.com", "digest", "skipped", "restored"),
        ]
        assert not Delivery.objects.filter(payload__isnull=False).exists()

        told("resume_mail")
        assert minute() == []
        with time_machine.travel(LATER, tick=False):
            assert minute() == [("Your week", "late@example.com")]


@pytest.mark.django_db
def test_what_falls_due_before_the_confirmation_is_never_mailed():
    early = reader("early")
    postponed = {
        "kind": "reminder",
        "period": "2025-01-06:2",
        "due_at": LATER,
        "expires_at": LATER + timedelta(days=1),
    }
    Delivery.objects.create(person=early, company=early.company, **postponed)
    pause()

    assert "2 mails that fell due before now are not sent." in told("resume_mail")

    with time_machine.travel(LATER, tick=False):
        assert minute() == []
    assert outcomes() == [
        ("early@example.com", "digest", "skipped", "restored"),
        ("early@example.com", "reminder", "skipped", "restored"),
    ]


@pytest.mark.django_db
def test_an_operator_may_send_what_fell_due_during_the_pause():
    reader("early")
    pause()
    assert minute() == []

    told("resume_mail", "--catch-up")

    assert minute() == [("Your week", "early@example.com")]


@pytest.mark.django_db
def test_a_copy_under_another_address_is_silent_until_confirmed(settings):
    mail_switch()
    settings.BASE_URL = "https://staging.example.com"
    reader("early")

    assert minute() == []
    assert mail_pause_reason() == MailSwitch.Pause.MOVED

    told("resume_mail")
    assert mail_pause_reason() is None


@pytest.mark.django_db
def test_a_refusal_of_the_server_loses_no_mail():
    reader("early")
    mail_switch()
    pause_until(LATER)
    assert mail_pause_reason() == MailSwitch.Pause.REFUSED

    told("resume_mail")

    assert minute() == [("Your week", "early@example.com")]


@pytest.mark.django_db
def test_mail_that_is_not_paused_is_left_alone():
    reader("early")

    assert told("resume_mail") == "Mail is not paused.\n"
    assert minute() == [("Your week", "early@example.com")]


@pytest.mark.django_db
def test_administrators_and_operators_are_told_that_nothing_is_mailed(client):
    admin = AdminFactory()
    client.force_login(admin)
    assert check_mail_pause(None, databases=["default"]) == []
    assert "The data came from a backup" not in client.get("/settings/company/").content.decode()

    pause()

    assert [problem.id for problem in check_mail_pause(None, databases=["default"])] == ["okr.W003"]
    assert "The data came from a backup" in client.get("/settings/company/").content.decode()


@pytest.mark.django_db
def test_serving_under_another_address_says_that_mail_waits(settings, monkeypatch):
    monkeypatch.setattr(serve, "prepare", lambda: None)
    monkeypatch.setattr(serve, "serve", lambda *, announce, **options: announce())
    mail_switch()
    assert "resume_mail" not in told("serve")

    settings.BASE_URL = "http://127.0.0.1:8001"

    assert "manage.py resume_mail" in told("serve")
