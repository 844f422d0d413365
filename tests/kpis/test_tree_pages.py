from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kpis.domain.kpis import change_kpi
from kpis.domain.measurements import record_measurement
from kpis.models import Kpi
from kpis.periods import Frequency, parse_key
from kpis.queries.tree import kpi_forest
from tests.factories import AdminFactory, UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
OCTOBER = parse_key("2026-10", Frequency.MONTH, 4)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def admin():
    return AdminFactory()


def part(parent, code, target, actual=None, **more):
    kpi = KpiFactory(owner=parent.owner, parent=parent, code=code, name=code.title(), target=Decimal(target), **more)
    if actual is not None:
        record_measurement(kpi, OCTOBER, Decimal(actual), author=kpi.owner)
    return kpi


def computed(kpi, formula):
    return change_kpi(kpi, actor=kpi.owner, formula=formula, reason="Computed now")


@pytest.fixture
def sales(admin):
    """Sales = deals × rate ÷ 100 × price, of which only the deals reached their target."""
    kpi = KpiFactory(owner=admin, code="SALES", name="Sales", is_kgi=True, target=Decimal(3168))
    part(kpi, "DEALS", 120, 126)
    part(kpi, "RATE", 22, "17.5")
    part(kpi, "PRICE", 120, 100)
    return computed(kpi, "DEALS × RATE ÷ 100 × PRICE")


def forest(viewer):
    return kpi_forest(viewer, viewer.company.today())[:2]


def test_the_tree_shows_what_each_part_has_to_do_with_the_gap(admin, sales):
    (root,), loose = forest(admin)

    assert (root.row.name, root.row.actual, root.formula) == ("Sales", "2,205", "Deals × Rate ÷ 100 × Price")
    assert {node.row.name: node.contribution for node in root.children} == {
        "Deals": "Share of the gap: -105",
        "Rate": "Share of the gap: +567",
        "Price": "Share of the gap: +441",
    }
    assert loose == []


def test_in_a_sum_a_part_contributes_its_own_difference(admin):
    total = KpiFactory(owner=admin, code="TOTAL", target=Decimal(100))
    part(total, "EAST", 60, 45)
    part(total, "WEST", 40, 42)
    computed(total, "EAST + WEST")

    (root,), _loose = forest(admin)

    assert [node.contribution for node in root.children] == ["Share of the gap: +15", "Share of the gap: -2"]


def test_a_finer_part_contributes_over_the_whole_period(admin):
    total = KpiFactory(owner=admin, code="TOTAL", target=Decimal(100))
    weekly = part(total, "WEEKLY", 10, frequency="week")
    for week in range(40, 45):
        period = parse_key(f"2026-W{week}", Frequency.WEEK, 4)
        record_measurement(weekly, period, Decimal(8), author=admin)
    computed(total, "WEEKLY × 2")

    (root,), _loose = forest(admin)

    assert root.row.actual == "80"
    assert root.children[0].contribution == "Share of the gap: +20"


def test_a_node_without_a_value_says_why_and_a_typed_one_how_far_off_it_is(admin, sales):
    part(sales, "EMPTY", 1)
    computed(part(sales, "HALF", 1), "EMPTY ÷ 2")
    record_measurement(sales, OCTOBER, Decimal(2200), author=sales.owner)

    (root,), _loose = forest(admin)

    notes = {node.row.name: node.note for node in root.children}
    assert notes["Half"] == "EMPTY has no actual yet."
    assert root.note == "Typed; -5 from the computed value"


def test_what_is_out_of_sight_is_no_branch_and_loose_ones_stand_apart(admin, sales):
    Kpi.objects.filter(code="SALES").update(visibility="restricted")
    lonely = KpiFactory(owner=admin, name="Lonely")

    trees, loose = forest(UserFactory(company=admin.company))

    assert trees == []
    assert sorted(node.row.name for node in loose) == ["Deals", lonely.name, "Price", "Rate"]


def test_the_page_takes_the_same_queries_for_any_number(client, admin, sales):
    client.force_login(admin)
    counts = []
    for _round in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("kpi-tree")).status_code == 200
        counts.append(len(queries))
        for number in range(10):
            part(sales, f"P_{len(counts)}_{number}", 1, 1)

    assert len(set(counts[1:])) == 1


EDITED = {
    "definition": "What is counted.",
    "why": "Because it matters.",
    "category": "operational",
    "kind": "leading",
    "frequency": "month",
    "decimals": "0",
    "direction": "higher",
    "aggregation": "sum",
    "target": "100",
    "warn_from": "90",
    "visibility": "company",
}


def edited(client, kpi, **typed):
    whole = {"name": kpi.name, "code": kpi.code, "owner": kpi.owner.name, "department": kpi.department_id or ""}
    return client.post(reverse("kpi-edit", args=[kpi.code]), EDITED | whole | typed)


def test_place_and_formula_are_set_in_its_form(client, admin, sales):
    kpi = KpiFactory(owner=admin, code="COST", name="Cost")
    client.force_login(admin)

    response = edited(client, kpi, parent=sales.pk, formula="deals*2", reason="Counted twice")

    kpi.refresh_from_db()
    assert response.url == kpi.get_absolute_url()
    assert (kpi.parent, kpi.formula) == (sales, "DEALS × 2")
    form = client.get(reverse("kpi-edit", args=["COST"])).context["form"]
    assert (form["parent"].value(), form["formula"].value()) == (sales.pk, "DEALS × 2")


def test_a_new_kpi_is_put_in_its_place_at_once(client, admin, sales):
    client.force_login(admin)
    typed = {"name": "Half", "code": "HALF", "owner": admin.name, "parent": sales.pk, "formula": "DEALS ÷ 2"}

    client.post(reverse("kpi-new"), EDITED | typed)

    kpi = Kpi.objects.get(code="HALF")
    assert (kpi.parent, kpi.formula) == (sales, "DEALS ÷ 2")
    assert kpi.measurements.get().value == 63


def test_a_ring_is_refused_at_its_field(client, admin, sales):
    client.force_login(admin)

    response = edited(client, Kpi.objects.get(code="DEALS"), formula="SALES", parent="")

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"formula"}


@pytest.mark.parametrize(
    ("formula", "field", "message"),
    [
        ("DEALS +", "formula", "The formula ends too early: a code or a number is missing at the end."),
        ("DEALS & 2", "formula", "Character 7 cannot be read. Use codes of KPIs, numbers, + − × ÷ and parentheses."),
        ("NOBODY", "formula", "There is no KPI with the code NOBODY."),
        ("SECRET", "formula", "There is no KPI with the code SECRET."),
        ("DEALS", "reason", "Say why what it means changes: the chart will show it."),
    ],
)
def test_a_wrong_formula_is_answered_at_its_field(client, admin, sales, formula, field, message):
    KpiFactory(owner=AdminFactory(company=admin.company), code="SECRET", visibility="restricted")
    owner = UserFactory(company=admin.company)
    department = owner.company.departments.create(name="Sales", manager=owner)
    kpi = KpiFactory(owner=owner, code="COST", department=department)
    client.force_login(owner)

    response = edited(client, kpi, formula=formula)

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}


def test_the_page_says_how_many_are_hidden_in_ten_queries(client, admin, sales):
    computed(sales, "DEALS * PRICE")
    KpiFactory(owner=admin, visibility="restricted")
    client.force_login(UserFactory(company=admin.company))

    client.get(reverse("kpi-tree"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("kpi-tree"))

    assert page.context["hidden"] == 1
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]
