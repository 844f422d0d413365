"""The sister pages of the scorecard: board, balance, bowler table, and the way from one to the other."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from common.tables import read_table
from kpis.domain.measurements import record_measurement
from kpis.domain.signals import actuals_of, values_of
from kpis.models import KeyResultLink, Kpi
from kpis.periods import Frequency, parse_key
from kpis.queries.balance import balance_of
from kpis.queries.figures import figures_of, standings_of
from tests.factories import AdminFactory, DepartmentFactory, KeyResultFactory, UserFactory, ViewerFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
VIEWS = ["kpis", "kpi-tree", "kpi-board", "kpi-balance", "kpi-bowler", "kpi-collect"]
CATEGORY, KIND = Kpi.Category, Kpi.Kind


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def admin():
    return AdminFactory()


def record(kpi, key, value):
    record_measurement(kpi, parse_key(key, Frequency.MONTH, 4), Decimal(value), author=kpi.owner)


def text_of(client, person, name, *args, query=""):
    client.force_login(person)
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


# All of them


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_leads_to_the_others(client, admin, name):
    page = text_of(client, admin, name)

    assert [view for view in VIEWS if f'href="{reverse(view)}"' not in page] == []
    assert f'<a href="{reverse(name)}" aria-current="page">' in page


def test_who_records_nothing_is_not_sent_there(client, admin):
    assert reverse("kpi-collect") not in text_of(client, ViewerFactory(company=admin.company), "kpi-board")


@pytest.mark.parametrize("name", ["kpi-board", "kpi-balance", "kpi-bowler"])
def test_a_restricted_kpi_is_only_counted(client, admin, name):
    KpiFactory(owner=admin, name="Leads")
    KpiFactory(owner=admin, name="Secret", visibility=Kpi.Visibility.RESTRICTED)

    page = text_of(client, UserFactory(company=admin.company), name)

    assert "Secret" not in page
    assert "1 hidden: only the people concerned can read it." in page


@pytest.mark.parametrize("name", ["kpi-board", "kpi-balance", "kpi-bowler"])
def test_a_view_costs_the_same_for_any_number(client, admin, name):
    client.force_login(admin)
    client.get(reverse(name))
    counts = []
    for more in (1, 2, 12):
        for _number in range(more):
            kpi = KpiFactory(owner=UserFactory(company=admin.company), is_kgi=True, kind=KIND.LAGGING)
            record(kpi, "2026-10", 5)
            KeyResultLink.objects.create(kpi=kpi, key_result=KeyResultFactory(objective__owner=kpi.owner))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        counts.append(len(queries))
    assert counts == counts[:1] * 3
    assert counts[0] <= 10


def test_a_standing_is_the_last_of_the_figures(admin):
    kpis = [KpiFactory(owner=admin), KpiFactory(owner=admin, frequency=Kpi.Frequency.QUARTER)]
    for key, value in (("2026-08", 70), ("2026-10", 90)):
        record(kpis[0], key, value)

    figures, standings = figures_of(kpis, NOON.date()), standings_of(kpis, NOON.date(), values_of(actuals_of(kpis)))

    assert {pk: (each.last, each.actuals) for pk, each in standings.items()} == {
        pk: (run[-1], [figure.actual for figure in run]) for pk, run in figures.items()
    }


# Board


def test_the_board_shows_the_worst_of_a_category_first(client, admin):
    for name, value in (("Fine", 100), ("Poor", 20), ("Nearly", 95), ("Bad", 60)):
        record(KpiFactory(owner=admin, name=name), "2026-10", value)

    page = text_of(client, admin, "kpi-board")

    assert sorted(("Fine", "Poor", "Nearly", "Bad"), key=lambda name: page.index(f">{name}</a>")) == [
        *("Poor", "Bad", "Nearly", "Fine")
    ]


def test_an_empty_category_is_offered_to_who_may_fill_it(client, admin):
    KpiFactory(owner=admin, category=CATEGORY.FINANCIAL)
    address = f"{reverse('kpi-new')}?category=customer"

    assert address in text_of(client, admin, "kpi-board")
    assert address not in text_of(client, ViewerFactory(company=admin.company), "kpi-board")
    assert '<option value="customer" selected>' in text_of(client, admin, "kpi-new", query="?category=customer")


def test_the_board_is_filtered_by_owner_without_its_frame(client, admin):
    other = UserFactory(company=admin.company)
    KpiFactory(owner=admin, name="Mine")
    KpiFactory(owner=other, name="Theirs")
    client.force_login(admin)

    headers = {"HX-Request": "true", "HX-Target": "kpi-board"}
    part = client.get(f"{reverse('kpi-board')}?owner={other.pk}", headers=headers).content.decode()

    assert [name for name in ("Mine", "Theirs") if f">{name}</a>" in part] == ["Theirs"]
    assert "<html" not in part


# Balance


def test_only_lagging_is_pointed_out_with_what_to_do(admin):
    department = DepartmentFactory(company=admin.company)
    KpiFactory(owner=admin, category=CATEGORY.FINANCIAL, kind=KIND.LAGGING, department=department)
    KpiFactory(owner=admin, category=CATEGORY.CUSTOMER, kind=KIND.LEADING)

    balance = balance_of(admin, list(Kpi.objects.select_related("department")))

    lines = [(line.leading, line.lagging, bool(line.state)) for line in balance.categories]
    assert lines == [(1, 1, False), (0, 1, True), (0, 0, False), (1, 0, False), (0, 0, False)]
    assert [(line.name, line.add_url) for line in balance.places] == [
        ("Company", ""),
        (department.name, f"{reverse('kpi-new')}?kind=leading&department={department.pk}"),
    ]


@pytest.mark.parametrize(("count", "is_told"), [(7, False), (8, True)])
def test_a_place_with_more_than_the_vital_few_is_told(admin, count, is_told):
    for number in range(count):
        KpiFactory(owner=admin, kind=[KIND.LEADING, KIND.LAGGING][number % 2])

    balance = balance_of(admin, list(Kpi.objects.select_related("department")))

    hint = "8 KPIs are hard to keep in view. Choose up to 7 that decide something."
    assert [line.hint for line in balance.places] == [hint if is_told else ""]
    assert hint not in [line.hint for line in balance.categories]


def test_a_kgi_wants_a_leading_kpi_at_some_depth_below(admin):
    sales, profit = (
        KpiFactory(owner=admin, is_kgi=True, kind=KIND.LAGGING, name=name) for name in ("Sales", "Profit")
    )
    for kgi, kind in ((sales, KIND.LEADING), (profit, KIND.LAGGING)):
        between = KpiFactory(owner=admin, kind=KIND.LAGGING, parent=kgi)
        KpiFactory(owner=admin, kind=kind, parent=between)

    balance = balance_of(admin, list(Kpi.objects.select_related("department")))

    assert [kgi.name for kgi in balance.kgis] == ["Profit"]


def test_a_key_result_wants_a_leading_kpi_beside_it(admin):
    bare, both = (KeyResultFactory(objective__owner=admin) for _number in range(2))
    lagging, leading = (KpiFactory(owner=admin, kind=kind) for kind in (KIND.LAGGING, KIND.LEADING))
    for key_result, kpi in ((bare, lagging), (both, lagging), (both, leading)):
        KeyResultLink.objects.create(key_result=key_result, kpi=kpi)

    balance = balance_of(admin, [lagging, leading])

    assert [found.url for found in balance.key_results] == [bare.get_absolute_url()]


# Bowler table


def test_the_bowler_table_shows_the_kpis_of_one_frequency(client, admin):
    record(KpiFactory(owner=admin, name="Leads", unit="leads"), "2026-09", 95)
    KpiFactory(owner=admin, name="Calls", frequency=Kpi.Frequency.WEEK)

    months, weeks = (text_of(client, admin, "kpi-bowler", query=query) for query in ("", "?frequency=week"))

    assert '<td class="n warn">95 leads<span class="visually-hidden"> Nearly met</span></td>' in months
    assert months.count('<td class="n">100 leads</td>') == 12
    assert [">Calls</a>" in page for page in (months, weeks)] == [False, True]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_bowler_table_is_downloaded_as_shown(client, admin, suffix):
    record(KpiFactory(owner=admin, name="=Leads", code="LEADS"), "2026-10", 95)
    KpiFactory(owner=admin, name="Sales", category=CATEGORY.FINANCIAL)
    client.force_login(admin)

    response = client.post(reverse("kpi-bowler-export", args=[suffix]) + "?category=operational")

    table = read_table(BytesIO(response.getvalue()), name=f"bowler.{suffix}")
    assert [(row.cells[2], row.cells[5], row.cells[-1]) for row in table.rows] == [
        *(("=Leads", "Target", "100"), ("=Leads", "Actual", "95"), ("=Leads", "State", "Nearly met"))
    ]
