"""Watching a KPI, and saying who else is told when it turns."""

import pytest
from django.urls import reverse

from kpis.domain.alert_settings import Wanted, set_alert_rules
from kpis.models import AlertRule
from notifications.models import Watch
from people.models import AuditEntry
from tests.factories import AdminFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    admin = AdminFactory()
    client.force_login(admin)
    return admin


@pytest.fixture
def kpi(admin):
    return KpiFactory(owner=UserFactory(company=admin.company))


@pytest.fixture
def objective(admin):
    return ObjectiveFactory(owner=UserFactory(company=admin.company))


def button(client, subject):
    page = client.get(subject.get_absolute_url()).content.decode()
    return [word for word in ("Watch", "Stop watching") if f"</svg>{word}</button>" in page]


@pytest.mark.parametrize("kind", ["kpi", "objective"])
def test_a_press_watches_and_another_stops_it(client, admin, kind, request):
    subject = request.getfixturevalue(kind)
    address = f"{subject.get_absolute_url()}watch/"
    assert button(client, subject) == ["Watch"]

    for _time in range(2):
        client.post(address, {"watch": "on"})
    assert button(client, subject) == ["Stop watching"]
    client.post(address, {"watch": "off"})

    assert button(client, subject) == ["Watch"]
    assert Watch.objects.get().is_muted


def test_an_owner_watches_anyway(client, admin):
    kpi = KpiFactory(owner=admin)
    assert button(client, kpi) == ["Stop watching"]

    client.post(reverse("kpi-watch", args=[kpi.code]), {"watch": "off"})

    assert button(client, kpi) == ["Watch"]


def test_rules_are_kept_changed_and_written_down(client, admin, kpi):
    url = reverse("kpi-alerts", args=[kpi.code])
    named = UserFactory(company=admin.company, family_name="Mori")

    client.post(url, {"bad-tell": "Mori", "signal-ask": "on"})
    assert 'value="Given Mori"' in client.get(url).content.decode()
    client.post(url, {"bad-tell": "Mori", "signal-ask": "on"})
    client.post(url, {"bad-tell": "Mori", "bad-ask": "on"})

    [rule] = AlertRule.objects.all()
    assert (rule.when, list(rule.notify.all()), rule.asks_check_in) == ("bad", [named], True)
    changes = [entry.changes for entry in AuditEntry.objects.filter(action="kpi.alert_rules_set").order_by("pk")]
    assert changes == [
        {"bad": [None, "Mori Given"], "signal": [None, "asks for check-ins"]},
        {"bad": ["Mori Given", "Mori Given, asks for check-ins"], "signal": ["asks for check-ins", None]},
    ]


def test_a_wrong_name_is_told_at_its_field_and_nothing_is_kept(client, admin, kpi):
    answer = client.post(reverse("kpi-alerts", args=[kpi.code]), {"warn-tell": "Nobody Here", "bad-ask": "on"})

    assert answer.status_code == 422
    assert 'value="Nobody Here"' in answer.content.decode()
    assert not AlertRule.objects.exists()


def test_who_has_left_stays_named(client, admin, kpi):
    gone = UserFactory(company=admin.company)
    set_alert_rules(kpi, {AlertRule.When.WARN: Wanted((gone,))}, actor=admin)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    answer = client.post(reverse("kpi-alerts", args=[kpi.code]), {"warn-tell": gone.name, "warn-ask": "on"})

    rule = AlertRule.objects.get()
    assert (answer.status_code, [*rule.notify.all()], rule.asks_check_in) == (302, [gone], True)
