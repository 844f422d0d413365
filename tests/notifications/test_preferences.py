"""The page on which people choose their mail."""

from datetime import time

import pytest
from django.urls import reverse

from notifications.models import Activity, Channel, MailPreference, preference_of
from notifications.quiet import QuietHours
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CHOSEN = {"digest": "on", "weekday": "2", "at": "17:30:00", "quiet_from": "20:00:00", "quiet_until": "07:00:00"}


@pytest.fixture
def person(client):
    person = UserFactory(time_zone="Asia/Kathmandu")
    client.force_login(person)
    return person


def test_everybody_begins_with_monday_at_half_past_eight(client, person):
    page = client.get(reverse("profile-mail")).content.decode()

    assert '<option value="0" selected>' in page
    assert '<option value="08:30:00" selected>' in page
    assert "Asia/Kathmandu" in page
    assert not MailPreference.objects.exists()


def test_what_is_chosen_is_kept_and_shown(client, person):
    for _time in range(2):
        assert client.post(reverse("profile-mail"), CHOSEN).status_code == 302

    kept = MailPreference.objects.get(person=person)
    assert (kept.digest, kept.weekday, kept.at, kept.reminders) == (True, 2, time(17, 30), False)
    assert kept.quiet == QuietHours(time(20), time(7))
    assert (kept.wants("digest"), kept.wants("reminder"), kept.wants("account")) == (True, False, True)
    assert '<option value="17:30:00" selected>' in client.get(reverse("profile-mail")).content.decode()


@pytest.mark.parametrize("wrong", [{"weekday": "7"}, {"at": "8:15"}, {"at": ""}, {"weekday": ""}])
def test_a_wrong_choice_is_refused(client, person, wrong):
    assert client.post(reverse("profile-mail"), CHOSEN | wrong).status_code == 422
    assert preference_of(person).pk == person.pk
    assert not MailPreference.objects.exists()


def test_each_kind_has_its_ways(client, person):
    boxes = {"kpi_alert-app": "on", "kpi_alert-mail": "on", "help_asked-digest": "on", "news": "on"}
    before = client.get(reverse("profile-mail")).content.decode()
    assert [checked(before, f"{kind}-mail") for kind in ("help_asked", "kpi_alert")] == [True, False]

    client.post(reverse("profile-mail"), CHOSEN | boxes)

    kept = MailPreference.objects.get(person=person)
    heard = {(kind, channel) for kind in Activity.Kind for channel in Channel if kept.hears(kind, channel)}
    assert heard == {("kpi_alert", "app"), ("kpi_alert", "mail"), ("help_asked", "digest")}
    after = client.get(reverse("profile-mail")).content.decode()
    assert [checked(after, f"{kind}-mail") for kind in ("help_asked", "kpi_alert")] == [False, True]


def checked(page, name):
    return f'id="id_{name}" checked' in page
