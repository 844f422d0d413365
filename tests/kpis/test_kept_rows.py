"""Rows of long tables are drawn once, and anew as soon as anything in them changes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kpis.domain.baselines import set_baseline, withdraw_baseline
from kpis.domain.kpis import archive_kpi, change_kpi, restore_kpi
from kpis.domain.measurements import record_measurement, set_target
from kpis.models import Baseline, Kpi
from kpis.periods import Frequency, parse_key
from people.domain.accounts import change_person
from people.models import User
from tests.factories import AdminFactory, UserFactory
from tests.factories.kpis import KpiFactory, kpi_with_actuals
from tests.kpis.kept import TABLES, differing, kept

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
STEADY = [100, 101, 99, 100, 102, 98, 100, 101, 99, 130]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller, translation.override("en"):
        yield traveller


@pytest.fixture
def admin():
    return AdminFactory()


@pytest.fixture
def kpi(admin):
    return kpi_with_actuals(STEADY, owner=UserFactory(company=admin.company), name="Leads", code="A")


def month(key):
    return parse_key(key, Frequency.MONTH, 4)


ACTS = {
    "a recorded actual": lambda kpi: record_measurement(kpi, month("2026-10"), Decimal(7), author=kpi.owner),
    "a target of its own": lambda kpi: set_target(kpi, month("2026-10"), target=Decimal(500), actor=kpi.owner),
    "another default": lambda kpi: change_kpi(kpi, actor=kpi.owner, target=Decimal(500)),
    "another unit": lambda kpi: change_kpi(kpi, actor=kpi.owner, unit="件"),
    "another owner": lambda kpi: change_kpi(kpi, actor=kpi.owner, owner=UserFactory(company=kpi.company)),
    "the owner's name": lambda kpi: change_person(kpi.owner, actor=None, family_name="Endo"),
    "another direction": lambda kpi: change_kpi(kpi, actor=kpi.owner, direction="lower", reason="It costs"),
    "a baseline": lambda kpi: set_baseline(kpi, starts_on=date(2026, 6, 1), reason="Team", actor=kpi.owner),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_rows_follow_every_change(admin, kpi, act):
    before = [kept(table, admin) for table in TABLES]
    act(Kpi.objects.get(pk=kpi.pk))

    assert differing(admin) == []
    assert [kept(table, admin) for table in TABLES] != before


def test_a_row_follows_what_its_formula_is_made_of(admin, kpi):
    total = KpiFactory(owner=kpi.owner, name="Total")
    change_kpi(total, actor=kpi.owner, formula="A × 2", reason="Sum")
    before = kept("scorecard", admin)["Total"]
    record_measurement(kpi, month("2026-10"), Decimal(7), author=kpi.owner)

    assert differing(admin) == []
    assert kept("scorecard", admin)["Total"] != before


def test_a_row_follows_a_baseline_that_is_withdrawn(admin, kpi):
    ACTS["a baseline"](kpi)
    kept("scorecard", admin)
    withdraw_baseline(Baseline.objects.get(), actor=admin)

    assert differing(admin) == []


def test_a_row_comes_back_from_the_archive_as_it_is_then(admin, kpi):
    kept("scorecard", admin)
    archive_kpi(kpi, actor=admin)
    gone = kept("scorecard", admin)
    restore_kpi(kpi, actor=admin)

    assert (gone, differing(admin)) == ({}, [])


def test_rows_follow_the_day(admin, kpi, clock):
    before = kept("scorecard", admin)
    clock.move_to(datetime(2026, 12, 7, 3, tzinfo=UTC))

    assert differing(admin) == []
    assert kept("scorecard", admin) != before


def test_rows_speak_the_readers_language(admin, kpi):
    english = kept("scorecard", admin)
    with translation.override("ja"):
        assert differing(admin) == []
        assert kept("scorecard", admin) != english


def test_a_kept_row_is_shown_to_nobody_who_may_not_read_it(admin, kpi):
    change_kpi(kpi, actor=admin, visibility=Kpi.Visibility.RESTRICTED)
    colleague = UserFactory(company=admin.company)

    assert list(kept("scorecard", admin)) == ["Leads"]
    assert kept("scorecard", colleague) == {}


@pytest.mark.parametrize("name", ["kpis", "kpi-bowler"])
def test_a_page_of_kept_rows_asks_for_no_figures(client, admin, kpi, name):
    client.force_login(admin)
    first = client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        second = client.get(reverse(name))

    assert second.content.count(b"Leads") == first.content.count(b"Leads") == 1
    assert [query["sql"] for query in queries if "kpis_measurement" in query["sql"]] == []


def test_the_rows_of_two_companies_are_drawn_apart(admin, kpi):
    other = AdminFactory()
    KpiFactory(owner=User.objects.get(pk=other.pk), name="Theirs")

    assert (list(kept("scorecard", admin)), list(kept("scorecard", other))) == (["Leads"], ["Theirs"])
