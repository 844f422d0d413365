"""A restored copy mails nobody, until somebody says that it is the one that people use."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from notifications import registry
from notifications.domain.dispatch import dispatch
from notifications.domain.sending import deliver
from notifications.domain.switch import mail_pause_reason, mail_switch, pause, pause_until
from notifications.messages import Mail
from notifications.models import Delivery, MailSwitch
from okrapp.checks import check_mail_pause
from people.models import User
from tests.factories import AdminFactory, UserFactory
from tests.okrapp.deployments import told

WEDNESDAY = datetime(2025, 1, 8, 12, tzinfo=UTC)
EARLIER, LATER = WEDNESDAY - timedelta(hours=3), WEDNESDAY + timedelta(hours=3)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _weekly_mail(monkeypatch):
    """Everybody is owed one mail a week: those whose name is Late at 15:00, everybody else at 9:00."""
    kept = registry.planners[:]
    registry.planners[:] = [plan]
    monkeypatch.setitem(registry.composers, "digest", lambda deliveries, now: write)
    with time_machine.travel(WEDNESDAY, tick=False):
        yield
    registry.planners[:] = kept


def plan(now):
    for person in User.objects.select_related("company"):
        due = LATER if person.family_name == "Late" else EARLIER
        owed = {"company": person.company, "due_at": due, "expires_at": due + DAY}
        if due <= now:
            Delivery.objects.get_or_create(person=person, kind="digest", period="2025-W02", defaults=owed)


def write(delivery):
    return Mail("Your week", "", to=[delivery.person.email])


def minute():
    """What the dispatcher does each minute; the subjects and readers of all that was mailed so far."""
    dispatch(timezone.now(), deliver)
    return [(each.subject, *each.to) for each in mail.outbox]


def outcomes():
    return sorted(Delivery.objects.values_list("person__email", "kind", "state", "reason"))


def test_a_copy_mails_nothing_and_once_confirmed_only_what_falls_due_later(deployments):
    with deployments.at("old") as folder:
        UserFactory(email="late@example.com", family_name="Late")
        mail.send_mail("Reset", "a link", "okr@example.com", ["member@example.com"])
        plan(timezone.now())
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
    early = UserFactory(email="early@example.com")
    postponed = {"kind": "reminder", "period": "2025-01-06:2", "due_at": LATER, "expires_at": LATER + DAY}
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
    UserFactory(email="early@example.com")
    pause()
    assert minute() == []

    told("resume_mail", "--catch-up")

    assert minute() == [("Your week", "early@example.com")]


@pytest.mark.django_db
def test_a_copy_under_another_address_is_silent_until_confirmed(settings):
    mail_switch()
    settings.BASE_URL = "https://staging.example.com"
    UserFactory(email="early@example.com")

    assert minute() == []
    assert mail_pause_reason() == MailSwitch.Pause.MOVED

    told("resume_mail")
    assert mail_pause_reason() is None


@pytest.mark.django_db
def test_a_refusal_of_the_server_loses_no_mail():
    UserFactory(email="early@example.com")
    mail_switch()
    pause_until(LATER)
    assert mail_pause_reason() == MailSwitch.Pause.REFUSED

    told("resume_mail")

    assert minute() == [("Your week", "early@example.com")]


@pytest.mark.django_db
def test_mail_that_is_not_paused_is_left_alone():
    UserFactory(email="early@example.com")

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
