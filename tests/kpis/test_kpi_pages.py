"""The pages of KPIs: who reads what, that they say what is stored, and what they cost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from common.charts import plot
from kpis.domain.kpis import create_kpi
from kpis.domain.measurements import record_measurement, set_target
from kpis.models import Kpi
from kpis.periods import Frequency, parse_key
from kpis.queries.kpi_background import kpi_background
from kpis.queries.kpi_page import kpi_page
from tests.factories import AdminFactory, CycleFactory, DepartmentFactory, UserFactory, ViewerFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def kpi():
    return KpiFactory(name="Leads", unit="leads", owner=AdminFactory())


def month(key):
    return parse_key(key, Frequency.MONTH, 4)


def record(kpi, key, value, **more):
    return record_measurement(kpi, month(key), Decimal(value), author=kpi.owner, **more)


def text_of(client, person, name, *args, query=""):
    client.force_login(person)
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


# Scorecard


def test_the_scorecard_shows_the_last_ended_period(client, kpi):
    record(kpi, "2026-10", 90)
    record(kpi, "2026-11", 55)

    page = text_of(client, kpi.owner, "kpis")

    shown = {text: text in page for text in ("90 leads", "100 leads", "10 leads", "90.0%", "Nearly met", "55 leads")}
    assert [text for text, is_shown in shown.items() if not is_shown] == ["55 leads"]


@pytest.mark.parametrize(("query", "names"), [("?q=ＣＨＵＲＮ", ["Churn"]), ("?category=financial", ["Sales"])])
def test_the_scorecard_is_filtered(client, query, names):
    admin = AdminFactory()
    KpiFactory(owner=admin, name="Sales", code="SALES", category=Kpi.Category.FINANCIAL)
    KpiFactory(owner=admin, name="Churn", code="CHURN", category=Kpi.Category.CUSTOMER)

    page = text_of(client, admin, "kpis", query=query)

    assert [name for name in ("Sales", "Churn") if f">{name}</a>" in page] == names


def test_a_restricted_kpi_is_only_counted_for_others(client, kpi):
    Kpi.objects.update(visibility=Kpi.Visibility.RESTRICTED)
    colleague = UserFactory(company=kpi.company)

    page = text_of(client, colleague, "kpis")

    assert "Leads" not in page
    assert "1 hidden: only the people concerned can read it." in page


def test_a_company_without_kpis_is_told_how_to_begin(client):
    admin = AdminFactory()
    viewer = ViewerFactory(company=admin.company)

    assert reverse("kpi-new") in text_of(client, admin, "kpis")
    page = text_of(client, viewer, "kpis")
    assert "No KPIs yet" in page
    assert reverse("kpi-new") not in page


def test_the_scorecard_costs_the_same_for_any_number(client):
    admin = AdminFactory()
    client.force_login(admin)
    client.get(reverse("kpis"))
    counts = []
    for more in (1, 2, 27):
        for _number in range(more):
            record(KpiFactory(owner=UserFactory(company=admin.company)), "2026-10", 5)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("kpis"))
        counts.append(len(queries))
    assert counts == counts[:1] * 3


def test_a_board_fetches_the_kpis_of_its_place(client):
    admin = AdminFactory()
    department = DepartmentFactory(company=admin.company)
    KpiFactory(owner=admin, name="Ours", department=department)
    KpiFactory(owner=admin, name="Everybody's")
    CycleFactory(company=admin.company)
    board = text_of(client, admin, "department", department.pk)
    address = f"{reverse('kpis')}?department={department.pk}&sort=state"

    shown = client.get(address, headers={"HX-Request": "true", "HX-Target": "kpis-of-place"}).content.decode()

    assert f'hx-get="{escape(address)}"' in board
    assert [name for name in ("Ours", "Everybody") if name in shown] == ["Ours"]
    assert "<html" not in shown


def test_search_finds_the_kpis_a_person_may_read(client, kpi):
    KpiFactory(owner=kpi.owner, name="Secret leads", visibility=Kpi.Visibility.RESTRICTED)

    page = text_of(client, UserFactory(company=kpi.company), "search", query="?q=leads")

    assert kpi.get_absolute_url() in page
    assert "Secret" not in page


# One KPI


def test_the_page_says_how_it_stands(kpi):
    record(kpi, "2026-10", 90)
    record(kpi, "2026-11", 55)

    page = kpi_page(kpi, kpi.owner, NOON.date())

    assert (page.last.period, page.last.actual, page.last.target) == ("October 2026", "90 leads", "100 leads")
    assert (page.last.attainment, page.last.distance) == ("90.0%", "10 leads to go")
    assert (page.running.actual, page.running.state) == ("55 leads", "")


def test_the_history_keeps_what_was_corrected(kpi):
    record(kpi, "2026-10", 90)
    record(kpi, "2026-10", 96, note="Two were missing")

    rows = kpi_background(kpi, kpi.owner).history.object_list

    assert [(row.value, row.is_replaced, row.note) for row in rows] == [
        ("96 leads", False, "Two were missing"),
        ("90 leads", True, ""),
    ]


def test_a_correction_is_struck_on_whatever_page_it_stands(kpi):
    for number in range(21):
        record(kpi, "2026-10", number)

    rows = kpi_background(kpi, kpi.owner, page_number=2).history.object_list

    assert [(row.value, row.is_replaced) for row in rows] == [("0 leads", True)]


def test_the_chart_follows_targets_that_change(kpi):
    record(kpi, "2026-09", 70)
    set_target(kpi, month("2026-09"), actor=kpi.owner, target=Decimal(80))

    chart = kpi_page(kpi, kpi.owner, NOON.date()).chart

    assert chart.target is None
    assert [point.value for point in chart.pace] == [80.0, 100.0, 100.0]


def test_no_line_leads_to_the_period_under_way(kpi):
    for key, value in (("2026-09", 70), ("2026-10", 90), ("2026-11", 55)):
        record(kpi, key, value)

    drawn = plot(kpi_page(kpi, kpi.owner, NOON.date()).chart)

    assert drawn["last"]["point"].text == "90 leads"
    assert [dot["point"].is_open for dot in drawn["dots"]] == [False, False, True]
    assert drawn["value_path"].count("L") == 1


def test_the_page_marks_a_source_nobody_checked(client, kpi):
    assert "Unverified" in text_of(client, kpi.owner, "kpi", kpi.code)

    response = client.post(reverse("kpi-verify", args=[kpi.code]), follow=True)

    assert "Verified by" in response.content.decode()


def test_archiving_can_be_undone(client, kpi):
    client.force_login(kpi.owner)

    page = client.post(reverse("kpi-archive", args=[kpi.code]), follow=True).content.decode()
    assert reverse("kpi-restore", args=[kpi.code]) in page
    assert "Leads" not in text_of(client, kpi.owner, "kpis")

    client.post(reverse("kpi-restore", args=[kpi.code]))
    assert "Leads" in text_of(client, kpi.owner, "kpis")


def test_versions_stand_in_the_background(client):
    admin = AdminFactory()
    kpi = create_kpi(
        admin.company, actor=admin, name="Leads", code="LEADS", definition="First.", why="Why.", owner=admin,
        category="customer", kind="leading",
    )  # fmt: skip

    page = text_of(client, admin, "kpi-background", kpi.code)

    assert "First definition" in page
    assert "First." in page


def test_buttons_are_shown_by_right(client):
    manager = UserFactory()
    department = DepartmentFactory(company=manager.company, manager=manager)
    owner = UserFactory(company=manager.company, department=department)
    kpi = KpiFactory(owner=owner, department=department)
    addresses = {name: reverse(f"kpi-{name}", args=[kpi.code]) for name in ("record", "edit", "archive", "verify")}

    def shown(person):
        page = text_of(client, person, "kpi", kpi.code)
        return {name for name, address in addresses.items() if f'"{address}"' in page}

    assert shown(manager) == set(addresses)
    assert shown(owner) == {"record", "verify"}
    assert shown(UserFactory(company=manager.company)) == set()


def test_the_page_costs_the_same_for_any_history(client, kpi):
    client.force_login(kpi.owner)
    client.get(kpi.get_absolute_url())
    counts = []
    for keys in (["2026-10"], ["2026-09", "2026-08"], [f"2025-{number:02}" for number in range(1, 13)]):
        for key in keys:
            record(kpi, key, 5)
        with CaptureQueriesContext(connection) as queries:
            client.get(kpi.get_absolute_url())
        counts.append(len(queries))
    assert counts == counts[:1] * 3
