"""The demo company: the same words in both languages, the same figures on every run, for any date."""

from collections import Counter
from decimal import Decimal

import pytest
from django.utils import translation

from goals.models import CheckIn, Cycle, KeyResult, Objective
from goals.queries.week import STUCK_FROM, missed_periods
from kpis.domain.signals import signals_of
from kpis.models import Kpi, KpiNote, Measurement, MeasurementEntry
from kpis.queries.figures import figures_of
from kpis.queries.scorecard import share_company
from notifications.models import HelpRequest
from okrapp.demo.content import FOLDER, LANGUAGES, read, read_objectives, read_staff
from okrapp.demo.loader import load_demo
from people.audited import audited_by
from people.models import Department, User
from tests.kept import kept
from tests.okrapp.demo_day import MID_QUARTER, assert_no_contradictions, due_by_person


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    with kept(django_db_setup, django_db_blocker):
        yield load_demo("ja", MID_QUARTER).company


# Words


def keys(table, path=()):
    """Every path to a value of nested tables."""
    if not isinstance(table, dict):
        return {path}
    return {found for key, value in table.items() for found in keys(value, (*path, key))}


def edition(language):
    return {path.name: keys(read(path)) for path in (FOLDER / language).glob("*.toml")}


def test_both_editions_have_the_same_keys():
    japanese, english = edition("ja"), edition("en")
    assert japanese.keys() == english.keys()
    for name, paths in japanese.items():
        assert paths == english[name], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_belongs_to_a_week_with_a_check_in(language):
    for result in (result for row in read_objectives(language) for result in row["key_results"]):
        weeks = result.get("weeks", "")
        told = {str(week) for week, letter in enumerate(weeks, start=1) if letter != "-"}
        assert set(result["notes"]) - {"dropped", "correction", "paused"} <= told, result["key"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_many_and_no_two_alike(language):
    notes = [
        note
        for row in read_objectives(language)
        for result in row["key_results"]
        for note in result["notes"].values()
    ]
    assert len(notes) >= 150
    assert [note for note, count in Counter(notes).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_week_has_a_value(language):
    for result in (result for row in read_objectives(language) for result in row["key_results"]):
        if "values" in result:
            assert len(result["values"]) >= len(result["weeks"]), result["key"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_aligned_objective_says_what_it_contributes(language):
    assert [row["key"] for row in read_objectives(language) if "parent" in row and not row["contribution"]] == []


def test_everyone_on_the_list_has_a_place():
    staff = read_staff("ja")
    placed = [key for department in staff["departments"] for key in department["members"]]
    assert sorted(placed) == sorted(staff["people"])


# Loading


def test_kpis_live_until_yesterday(company):
    kpis = [share_company(company.users.first(), kpi) for kpi in Kpi.objects.all()]
    figures = figures_of(kpis, MID_QUARTER)
    assert len(kpis) == 16
    assert Counter(figures[kpi.pk][-1].state for kpi in kpis) == {"good": 8, "warn": 3, "bad": 4, "late": 1}
    assert MeasurementEntry.objects.count() == Measurement.objects.count() + 1
    sales, deals, rate, price = (
        figures[Kpi.objects.get(code=code).pk][-1].actual
        for code in ("MONTHLY_SALES", "DEALS", "WIN_RATE", "AVERAGE_PRICE")
    )
    assert sales == deals * rate / 100 * price


def test_charts_of_kpis_have_something_to_tell(company):
    found = signals_of(Kpi.objects.all(), MID_QUARTER).values()
    breaks = Counter(each.is_baseline for signals in found for each in signals.breaks)
    assert breaks == {False: 1, True: 1}
    assert any(signals.current.signals for signals in found)
    assert KpiNote.objects.count() == 3


def test_it_has_no_contradictions(company):
    assert_no_contradictions(company, MID_QUARTER)


def test_the_company_has_the_promised_size(company):
    assert company.name == "みどり精工"
    assert 55 <= User.objects.count() <= 65
    assert Department.objects.count() == 12
    assert max(len(company.tree.path(pk)) for pk in Department.objects.values_list("pk", flat=True)) == 3
    assert Counter(Cycle.objects.values_list("kind", "stage")) == {
        ("year", "running"): 1,
        ("quarter", "running"): 1,
        ("quarter", "closed"): 1,
    }
    assert set(Objective.objects.values_list("state", flat=True)) == {"active", "draft", "archived"}
    assert Objective.objects.filter(visibility="restricted").count() == 1


def test_key_results_come_in_every_kind_and_in_ones_and_fives(company):
    assert set(KeyResult.objects.values_list("kind", flat=True)) == set(KeyResult.Kind.values)
    sizes = Counter(KeyResult.objects.values_list("objective", flat=True)).values()
    assert {1, 5} <= set(sizes)
    assert {"done", "dropped"} <= set(KeyResult.objects.values_list("status", flat=True))


def test_the_story_has_its_turns(company):
    assert CheckIn.objects.exclude(replaces=None).count() == 1
    assert HelpRequest.objects.count() >= 4
    assert CheckIn.objects.exclude(note="").values("note").distinct().count() >= 150


def test_the_showcase_member_has_three_due_and_a_quarter_waits(company):
    due = due_by_person(company, MID_QUARTER)
    assert len(due["sakura.tanaka@midori.example"]) == 3
    live = KeyResult.objects.live().filter(objective__cycle__stage="running").count()
    assert sum(map(len, due.values())) == pytest.approx(live / 4, abs=1)


def test_one_rests_and_one_has_missed_three_periods(company):
    resting = KeyResult.objects.exclude(paused_on=None).get()
    assert resting.rests_on(MID_QUARTER)
    due = due_by_person(company, MID_QUARTER)["aoi.sato@midori.example"]
    assert max(missed_periods(each.key_result, company, MID_QUARTER) for each in due) >= STUCK_FROM


def test_the_department_of_the_mock_shows_its_figures(company):
    sales = Objective.objects.published().filter(department__code="sales", cycle__stage="running")
    key_results = KeyResult.objects.filter(objective__in=sales)
    assert (sales.count(), key_results.count()) == (4, 15)
    shown = {title[:6]: progress for title, progress in key_results.values_list("title", "progress")}
    figures = [shown[title] for title in ("初回訪問から", "月次解約率を", "主要50社の")]
    assert figures == [Decimal("0.7"), Decimal("0.25"), Decimal("0.38")]


# What is told of it


@pytest.mark.django_db
def test_every_field_in_the_audit_log_is_called_something_in_japanese(company):
    fields = {(entry.content_type_id, name) for entry in company.audit_entries.all() for name in entry.changes}
    with translation.override("ja"):
        called = {audited_by(content_type).label_of(name) for content_type, name in fields}

    assert {label for label in called if label.isascii()} == {"Webhook URL"}


@pytest.mark.django_db
def test_the_audit_log_tells_once_of_each_initiative_that_it_was_added(company):
    added = company.audit_entries.filter(action="initiative.created").values_list("object_id", flat=True)

    assert sorted(added) == sorted(company.initiatives.values_list("pk", flat=True))


@pytest.mark.django_db
def test_notifications_stand_in_the_order_of_what_happened(company):
    for person in company.users.all():
        moments = list(person.notifications.order_by("-pk").values_list("activity__created_at", flat=True))
        assert moments == sorted(moments, reverse=True)
