"""Recording actuals, setting targets, creating and changing KPIs by their pages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from kpis.domain.measurements import record_measurement, set_target
from kpis.models import Kpi, Measurement, Target
from kpis.periods import Frequency, parse_key
from tests.factories import AdminFactory, DepartmentFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
NEW = {
    "name": "Churn rate",
    "definition": "Customers lost ÷ customers at the start.",
    "why": "It decides where support works.",
    "category": "customer",
    "kind": "lagging",
    "frequency": "month",
    "decimals": "1",
    "direction": "lower",
    "aggregation": "mean",
    "target": "１．２",
    "warn_from": "90",
    "visibility": "company",
}


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(name="Leads", unit="leads", owner=AdminFactory())


def month(key):
    return parse_key(key, Frequency.MONTH, 4)


def send(client, person, url_name, *args, **data):
    client.force_login(person)
    return client.post(reverse(url_name, args=args), data)


def actuals(kpi):
    return dict(Measurement.objects.filter(kpi=kpi).values_list("period", "value"))


# Actuals


def test_the_form_begins_with_the_latest_period_without_an_actual(client, kpi):
    record_measurement(kpi, month("2026-10"), Decimal(1), author=kpi.owner)
    client.force_login(kpi.owner)

    form = client.get(reverse("kpi-record", args=[kpi.code])).context["form"]

    assert form["period"].value() == "2026-09"
    assert [key for key, _name in form.fields["period"].choices][:3] == ["2026-11", "2026-10", "2026-09"]
    assert len(form.fields["period"].choices) == 13


@pytest.mark.parametrize(("typed", "value"), [("１２６", "126"), ("1.5万", "15000"), ("▲3.25", "-3.25")])
def test_an_actual_is_recorded_as_people_type_it(client, kpi, typed, value):
    response = send(client, kpi.owner, "kpi-record", kpi.code, period="2026-10", value=typed, note="")

    assert response.url == kpi.get_absolute_url()
    assert actuals(kpi) == {"2026-10": Decimal(value)}


def test_an_earlier_period_is_typed_by_its_key(client, kpi):
    send(client, kpi.owner, "kpi-record", kpi.code, period="2026-10", other="2024-02", value="7")

    assert actuals(kpi) == {"2024-02": Decimal(7)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "many"},
        {"value": "1234567890123456"},
        {"value": "0.1234567"},
        {"value": ""},
        {"other": "2026-13"},
        {"other": "2027-01"},
        {"other": "2026-W47"},
        {"period": "1999-01"},
        {"note": "n" * 501},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, kpi, wrong):
    sent = {"period": "2026-10", "other": "", "value": "5", "note": "Typed"} | wrong

    response = send(client, kpi.owner, "kpi-record", kpi.code, **sent)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert {name: response.context["form"][name].value() for name in sent} == sent
    assert actuals(kpi) == {}


def test_in_place_the_page_is_drawn_anew(client, kpi):
    client.force_login(kpi.owner)
    htmx = {"HX-Request": "true", "HX-Target": "record"}
    address = reverse("kpi-record", args=[kpi.code])

    assert "<html" not in client.get(address, headers=htmx).content.decode()
    assert client.get(f"{address}?close", headers=htmx).content == b""
    response = client.post(address, {"period": "2026-10", "value": "5"}, headers=htmx)

    assert response["HX-Redirect"] == kpi.get_absolute_url()
    assert actuals(kpi) == {"2026-10": Decimal(5)}


# Targets


def targets(kpi):
    return list(Target.objects.filter(kpi=kpi).values_list("period", "target", "low", "high"))


def test_a_target_of_one_period_is_set_and_taken_back(client, kpi):
    set_target(kpi, month("2026-10"), actor=kpi.owner, target=Decimal(80))

    send(client, kpi.owner, "kpi-targets", kpi.code, **{"target-2026-12": "2万", "target-2026-10": ""})

    assert targets(kpi) == [("2026-12", Decimal(20000), None, None)]


def test_a_target_of_another_direction_is_shown_and_saving_takes_it_away(client, kpi):
    set_target(kpi, month("2026-12"), actor=kpi.owner, low=Decimal(3), high=Decimal(4))
    client.force_login(kpi.owner)

    page = client.get(reverse("kpi-targets", args=[kpi.code])).content.decode()
    send(client, kpi.owner, "kpi-targets", kpi.code, **{"target-2026-12": ""})

    assert "3–4 leads" in page
    assert targets(kpi) == []


def test_a_range_takes_both_bounds_in_order(client):
    kpi = KpiFactory(direction=Kpi.Direction.RANGE, owner=AdminFactory())
    wrong = {"low-2026-12": "5", "low-2027-01": "9", "high-2027-01": "3"}

    response = send(client, kpi.owner, "kpi-targets", kpi.code, **wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"low-2026-12", "low-2027-01"}
    send(client, kpi.owner, "kpi-targets", kpi.code, **{"low-2026-12": "5", "high-2026-12": "7"})

    assert targets(kpi) == [("2026-12", None, Decimal(5), Decimal(7))]


# Creating and changing


def test_a_kpi_is_written_down_with_a_code_of_its_name(client):
    admin = AdminFactory()
    KpiFactory(owner=admin, code="CHURN_RATE")

    response = send(client, admin, "kpi-new", **NEW, owner=admin.name)

    kpi = Kpi.objects.get(name="Churn rate")
    assert response.url == kpi.get_absolute_url()
    assert (kpi.code, kpi.target, kpi.warn_from) == ("CHURN_RATE_2", Decimal("1.2"), Decimal("0.9"))
    assert kpi.versions.count() == 1


def test_a_japanese_name_gets_a_code_too(client):
    admin = AdminFactory()

    send(client, admin, "kpi-new", **NEW | {"name": "解約率"}, owner=admin.name)

    assert Kpi.objects.get().code == "KPI"


def test_managers_add_kpis_to_their_departments_only(client):
    manager = UserFactory()
    ours = DepartmentFactory(company=manager.company, manager=manager)
    below = DepartmentFactory(company=manager.company, parent=ours)
    other = DepartmentFactory(company=manager.company)
    client.force_login(manager)

    choices = client.get(reverse("kpi-new")).context["form"].fields["department"].choices
    assert [pk for pk, _name in choices] == [ours.pk, below.pk]
    for department in ("", other.pk):
        response = send(client, manager, "kpi-new", **NEW, owner=manager.name, department=department)
        assert set(response.context["form"].errors) == {"department"}


def test_what_is_wrong_stands_at_its_field(client):
    admin = AdminFactory()
    wrong = {"code": "no code", "warn_from": "120", "owner": "Nobody", "name": "", "grace_days": "999"}

    response = send(client, admin, "kpi-new", **NEW | wrong)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)


def test_a_range_needs_both_bounds(client):
    admin = AdminFactory()

    response = send(client, admin, "kpi-new", **NEW | {"direction": "range", "low": "5"}, owner=admin.name)

    assert set(response.context["form"].errors) == {"high"}


def test_a_new_meaning_needs_a_reason(client, kpi):
    sent = NEW | {"owner": kpi.owner.name, "code": kpi.code}

    response = send(client, kpi.owner, "kpi-edit", kpi.code, **sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"reason"}
    send(client, kpi.owner, "kpi-edit", kpi.code, **sent, reason="Support counts otherwise now")

    kpi.refresh_from_db()
    assert (kpi.name, kpi.direction) == ("Churn rate", "lower")
    assert kpi.versions.get().reason == "Support counts otherwise now"


def test_a_code_in_use_is_refused_at_its_field(client, kpi):
    KpiFactory(owner=kpi.owner, code="TAKEN")

    response = send(client, kpi.owner, "kpi-new", **NEW, owner=kpi.owner.name, code="TAKEN")

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"code"}


def test_only_administrators_change_kpis_of_the_company(client):
    manager = UserFactory()
    DepartmentFactory(company=manager.company, manager=manager)
    kpi = KpiFactory(owner=manager)
    client.force_login(manager)

    assert client.get(reverse("kpi-edit", args=[kpi.code])).status_code == 403
    client.force_login(AdminFactory(company=manager.company))
    assert client.get(reverse("kpi-edit", args=[kpi.code])).status_code == 200


def test_the_checklist_is_answered_by_the_fields(client, kpi):
    client.force_login(kpi.owner)

    checks = client.get(reverse("kpi-edit", args=[kpi.code])).context["checklist"].checks

    assert [check.is_met for check in checks] == [True, False, True, True, True, False, True, False, False]
