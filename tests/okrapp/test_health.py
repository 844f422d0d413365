"""What probes are told, and that nothing of the product stands in their way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from notifications.domain.switch import note_beat, pause
from notifications.models import Delivery
from okrapp.backups.record import note_backup
from tests.factories import UserFactory

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


def test_a_process_lives_without_a_database(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/livez", headers={"host": "10.0.0.7", "cookie": "sessionid=anything"})

    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_means_a_database_with_every_migration(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (200, b"ready\n")


@pytest.mark.django_db(transaction=True)
def test_a_missing_migration_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'later' WHERE app = 'goals' AND name = '0001_initial'")
    response = client.get("/readyz")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = '0001_initial' WHERE name = 'later'")

    assert (response.status_code, response.content) == (503, b"migrations are missing\n")


def test_figures_need_a_token(client, settings):
    settings.HEALTH_TOKEN = ""
    assert client.get("/healthz/detail", headers={"authorization": "Bearer "}).status_code == 404

    settings.HEALTH_TOKEN = "secret"
    assert client.get("/healthz/detail").status_code == 401
    assert client.get("/healthz/detail", headers={"authorization": "Bearer wrong"}).status_code == 401


@pytest.mark.django_db
def test_figures_tell_ages_counts_and_why_mail_waits(client, settings, tmp_path):
    settings.HEALTH_TOKEN, settings.CELERY_BROKER_URL = "secret", "redis://127.0.0.1:1/0"
    with time_machine.travel(NOON, tick=False):
        settings.VAR_DIR = tmp_path
        note_backup(tmp_path / "okr.zip", NOON - timedelta(hours=1))
        note_beat(NOON - timedelta(seconds=45))
        pause()
        person = UserFactory()
        times = {"due_at": NOON - timedelta(minutes=7), "expires_at": NOON + timedelta(days=1)}
        for state, lost in [("queued", 0), ("sent", 1), ("sent", 0)]:
            Delivery.objects.create(
                company=person.company, person=person, kind="digest", period=f"{state}{lost}", state=state, **times
            )
        Delivery.objects.filter(period="sent1").update(lost_answers=1)

        figures = client.get("/healthz/detail", headers={"authorization": "Bearer secret"}).json()

    mail, chats = figures.pop("mail"), figures.pop("chats")
    assert figures == {"database": "ready", "broker": "unreachable", "backup_seconds": 3600}
    assert chats["webhooks"] == 0
    assert {state: count for state, count in mail.pop("deliveries").items() if count} == {"queued": 1, "sent": 2}
    assert mail == {
        "server": True,
        "paused": "restored",
        "dispatcher_seconds": 45,
        "oldest_due_seconds": 420,
        "flagged": 1,
        "refused_addresses": 0,
    }
