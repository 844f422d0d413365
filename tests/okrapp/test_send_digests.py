"""The operator's own push: plan and send what is due, or only say what would be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications.domain.planner import plan_digests
from notifications.domain.preferences import change_preference
from notifications.domain.switch import pause
from notifications.messages import Mail
from notifications.models import Delivery
from notifications.registry import composers
from tests.factories import CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-16T08:30+09:00"


@pytest.fixture(autouse=True)
def _plain_digests(monkeypatch):
    """What a digest says is not asked here."""
    monkeypatch.setitem(composers, "digest", lambda deliveries, now: written)
    monkeypatch.setenv("LANG", "C")


def written(delivery):
    return Mail(f"Week {delivery.period}", "Text", "okr@example.com", [delivery.person.email])


@pytest.fixture(autouse=True)
def _readers():
    """One reader of each kind in one company, and one in another."""
    company, other = CompanyFactory(name="Midori"), CompanyFactory(name="Aoba")
    joined = datetime(2026, 11, 16, tzinfo=UTC) - timedelta(hours=6)  # Monday by then in Tokyo
    for email in ("aoi@example.com", "stopped@example.com"):
        person = UserFactory(company=company, email=email, joined_at=joined)
    change_preference(person, digest=False)
    UserFactory(company=other, email="ken@example.com", joined_at=joined)


def said(capsys, *arguments):
    call_command("send_digests", "--now", MONDAY, *arguments)
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(capsys):
    expected = ["Aoba: Waiting 1", "Midori: Waiting 1, Not sent (The person has stopped this mail) 1"]

    assert said(capsys, "--dry-run") == expected
    assert not Delivery.objects.exists()
    assert mail.outbox == []


def test_what_is_due_is_planned_and_sent_once(capsys):
    expected = ["Aoba: Sent 1", "Midori: Sent 1, Not sent (The person has stopped this mail) 1"]

    assert said(capsys) == expected
    assert said(capsys) == ["Nothing is due."]
    assert sorted(each.to for each in mail.outbox) == [["aoi@example.com"], ["ken@example.com"]]


def test_a_dry_run_counts_what_waits_already(capsys):
    plan_digests(datetime.fromisoformat(MONDAY))

    assert said(capsys, "--dry-run") == ["Aoba: Waiting 1", "Midori: Waiting 1"]


def test_before_it_is_due_nothing_happens(capsys):
    call_command("send_digests", "--now", "2026-11-16T08:29+09:00")

    assert capsys.readouterr().out == "Nothing is due.\n"
    assert not Delivery.objects.exists()


def test_a_moment_needs_its_zone():
    with pytest.raises(CommandError, match="--now"):
        call_command("send_digests", "--now", "2026-11-16T08:30")


def test_while_sending_is_paused_nothing_is_planned():
    pause()

    with pytest.raises(CommandError, match="paused"):
        call_command("send_digests", "--now", MONDAY)
    assert not Delivery.objects.exists()


def test_without_a_mail_server_nothing_is_planned(settings):
    settings.HAS_MAIL = False

    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_digests", "--now", timezone.now().isoformat())
    assert not Delivery.objects.exists()
