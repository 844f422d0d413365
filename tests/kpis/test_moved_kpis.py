"""KPIs that an initiative should move: chosen, shown from both sides, hidden from whom they are not for."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from kpis.domain.errors import KpiError
from kpis.domain.initiative_links import set_moved_kpis
from kpis.models import Baseline, InitiativeLink, Kpi
from people.models import AuditEntry
from tests.factories import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.kpis import KpiFactory, kpi_with_actuals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(date(2026, 11, 21), tick=False):
        yield


@pytest.fixture
def owner(client):
    owner = UserFactory()
    client.force_login(owner)
    return owner


def linked(kpi, **more):
    fields = {"starts_on": date(2026, 8, 1), "due_on": date(2026, 12, 31)} | more
    initiative = InitiativeFactory(owner=kpi.owner, **fields)
    InitiativeLink.objects.create(kpi=kpi, initiative=initiative)
    return initiative


def shown(client, initiative):
    return client.get(reverse("initiative-kpis", args=[initiative.pk])).content.decode()


def test_kpis_are_chosen_by_name_and_taken_away_without_scripts(client, owner):
    churn, _leads = KpiFactory(owner=owner, name="Churn"), KpiFactory(owner=owner, name="Leads")
    initiative = InitiativeFactory(owner=owner)
    url = reverse("initiative-kpis-edit", args=[initiative.pk])

    refused = client.post(url, {"kpis": ["Churn", "Sales"]})
    client.post(url, {"kpis": ["churn", ""]})
    client.post(url, {"kpis": ["churn"]})
    chosen = [each.kpi for each in initiative.kpi_links.all()]
    client.post(url, {"kpis": [""]})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["kpis"])
    assert 'value="Sales"' in refused.content.decode()
    assert (chosen, InitiativeLink.objects.count()) == ([churn], 0)
    changes = [each.changes["kpis"] for each in AuditEntry.objects.filter(action="initiative.linked").order_by("pk")]
    assert changes == [["", f"#{churn.pk}"], [f"#{churn.pk}", ""]]


def test_what_an_editor_may_not_read_stays_linked_and_unnamed(client, owner):
    secret = KpiFactory(owner=UserFactory(company=owner.company), name="Hush", visibility=Kpi.Visibility.RESTRICTED)
    initiative = linked(secret)
    type(initiative).objects.filter(pk=initiative.pk).update(owner=owner)
    initiative.refresh_from_db()

    set_moved_kpis(initiative, [], actor=owner)

    assert InitiativeLink.objects.count() == 1
    assert "Hush" not in shown(client, initiative)
    assert "Hush" not in client.get(reverse("initiative-kpis-edit", args=[initiative.pk])).content.decode()


def test_an_archived_kpi_is_not_chosen_any_more_but_stays(client, owner):
    archived = KpiFactory(owner=owner, name="Old", archived_at="2026-01-01T00:00Z")
    initiative = linked(archived)

    assert "Archived" in shown(client, initiative)
    set_moved_kpis(initiative, [archived], actor=owner)
    with pytest.raises(KpiError):
        set_moved_kpis(InitiativeFactory(owner=owner), [archived], actor=owner)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ["mean of 3: May 2026 – Jul 2026", "mean of 3: Aug 2026 – Oct 2026", "3 worse."]),
        ({"direction": "lower"}, ["3 better."]),
        ({"direction": "range", "target": None}, ["3 lower."]),
        ({"aggregation": "last"}, ["Jul 2026", "Oct 2026", "3 worse."]),
    ],
)
def test_before_and_since_are_told_in_words(client, owner, more, told):
    kpi = kpi_with_actuals([12, 11, 10, 9, 8, 7], owner=owner, **more)

    page = shown(client, linked(kpi))

    for words in [*told, "Before", "Since its start", "cannot be told with so few actuals"]:
        assert words in page, words


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"starts_on": date(2026, 12, 1)}, "It has not begun"),
        ({"state": "dropped", "closing_reason": "No"}, "It was dropped"),
        ({"starts_on": date(2026, 10, 1)}, "Too early to tell: 1 of 2 actuals"),
        ({"starts_on": date(2026, 6, 1)}, "Not comparable: 1 of 2 actuals"),
        ({"state": "done", "ended_on": date(2026, 9, 10)}, "Too early to tell: 1 of 2 actuals"),
        ({"state": "done", "ended_on": date(2026, 8, 20)}, "Since its end"),
    ],
)
def test_what_cannot_be_compared_is_said(client, owner, more, told):
    kpi = kpi_with_actuals([12, 11, 10, 9, 8, 7], owner=owner)

    assert told in shown(client, linked(kpi, **more))


def test_nothing_is_compared_across_a_break(client, owner):
    kpi = kpi_with_actuals([12, 11, 10, 9, 8, 7], owner=owner)
    Baseline.objects.create(kpi=kpi, starts_on=date(2026, 8, 15), reason="New counter", author=owner)

    page = shown(client, linked(kpi))

    assert "Not compared: from Sat 15 Aug 2026" in page
    assert "mean of" not in page


def test_the_kpi_shows_what_should_move_it_and_marks_its_chart(client, owner):
    kpi = kpi_with_actuals([12, 11, 10, 9, 8, 7], owner=owner)
    linked(kpi, title="Call them back", state="done", ended_on=date(2026, 9, 10))
    linked(kpi, title="Given up", state="dropped", closing_reason="No")

    page = client.get(kpi.get_absolute_url()).content.decode()

    for words in ("Sat 1 Aug 2026, begins: Call them back", "Thu 10 Sep 2026, done: Call them back"):
        assert words in page
    assert "begins: Given up" not in page
    assert ">Given up</a>" in client.get(reverse("kpi-goals", args=[kpi.code])).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_pages_cost_the_same_for_any_number(client, owner, count, django_assert_max_num_queries):
    initiative = InitiativeFactory(owner=owner)
    kpis = KpiFactory.create_batch(count, owner=owner, target=Decimal(1))
    InitiativeLink.objects.bulk_create(InitiativeLink(kpi=kpi, initiative=initiative) for kpi in kpis)
    others = InitiativeFactory.create_batch(count, owner=owner)
    InitiativeLink.objects.bulk_create(InitiativeLink(kpi=kpis[0], initiative=each) for each in others)

    client.get(kpis[0].get_absolute_url())
    for address in (
        initiative.get_absolute_url(),
        reverse("initiative-kpis", args=[initiative.pk]),
        reverse("initiative-kpis-edit", args=[initiative.pk]),
        kpis[0].get_absolute_url(),
        reverse("kpi-goals", args=[kpis[0].code]),
    ):
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
