"""KPIs written by the API: by the rules, form and sentences of the pages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from kpis.models import Kpi
from tests.api_client import ask, token_of
from tests.factories import AdminFactory, DepartmentFactory
from tests.factories.kpis import KpiFactory

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
NEW = {"name": "Churn rate", "definition": "Lost", "why": "It matters", "category": "customer", "kind": "lagging"}


@pytest.fixture(autouse=True)
def _wednesday(db):
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture
def admin():
    return AdminFactory(language="en")


@pytest.fixture
def token(admin):
    return token_of(admin)


def post(token, **sent):
    return ask(token, "POST", reverse("api-kpis"), NEW | sent)


def patch(token, code, **sent):
    return ask(token, "PATCH", reverse("api-kpi", args=[code]), sent)


def test_a_kpi_is_written_with_all_its_terms(admin, token):
    KpiFactory(owner=admin, code="REVENUE", is_kgi=True)
    sent = {"parent": "REVENUE", "warn_from": "0.955", "target": "1.25", "decimals": 2, "direction": "lower"}

    answer = post(token, **sent)

    assert answer.status_code == 201
    told = answer.json()
    expected = {"code": "CHURN_RATE", "owner": admin.pk, "department": None} | sent | {"warn_from": "0.9550"}
    assert {name: told[name] for name in expected} == expected
    assert Kpi.objects.get(code="CHURN_RATE").versions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "no code"}, "code"),
        ({"code": "TAKEN"}, "code"),
        ({"owner": 999_999}, "owner"),
        ({"parent": "NOBODY"}, "parent"),
        ({"formula": "NOBODY + 1"}, "formula"),
        ({"direction": "range", "low": "5"}, "high"),
        ({"warn_from": "1.1"}, "warn_from"),
        ({"low": "0"}, "low"),
        ({"direction": "range", "target": "5"}, "target"),
        ({"is_kgi": "yes"}, "is_kgi"),
        ({"reason": "None yet"}, "reason"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(admin, token, wrong, field):
    KpiFactory(owner=admin, code="TAKEN")

    answer = post(token, **wrong)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {field})
    assert Kpi.objects.count() == 1


def test_only_what_is_sent_changes(admin, token):
    department = DepartmentFactory(company=admin.company)
    KpiFactory(
        owner=admin, code="LEADS", department=department, target=Decimal("0.000125"), grace_days=0, is_kgi=True
    )

    told = patch(token, "LEADS", name="Other").json()

    expected = {"name": "Other", "department": department.pk, "target": "0.000125", "grace_days": 0, "is_kgi": True}
    assert {name: told[name] for name in expected} == expected
    assert patch(token, "LEADS", target=None, department=None, is_kgi=False).json()["is_kgi"] is False
    assert Kpi.objects.values_list("target", "department").get() == (None, None)


def test_a_new_meaning_needs_a_reason(admin, token):
    kpi = KpiFactory(owner=admin, code="LEADS")

    refused = patch(token, "LEADS", definition="Counted otherwise")
    told = patch(token, "LEADS", definition="Counted otherwise", reason="The shop changed")

    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"reason"})
    assert (told.status_code, kpi.versions.get().reason) == (200, "The shop changed")


def test_archive_and_restore(admin, token):
    KpiFactory(owner=admin, code="LEADS")

    told = [
        ask(token, "POST", reverse(f"api-kpi-{verb}", args=["LEADS"])).json()["is_archived"]
        for verb in ("archive", "archive", "restore")
    ]

    assert told == [True, True, False]


def test_one_that_others_are_computed_from_stays(admin, token):
    KpiFactory(owner=admin, code="LEADS")
    KpiFactory(owner=admin, code="HALF", formula="LEADS ÷ 2")

    answer = ask(token, "POST", reverse("api-kpi-archive", args=["LEADS"]))

    assert (answer.status_code, Kpi.objects.active().count()) == (409, 2)
