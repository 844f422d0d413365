"""The demo company: the same words in both languages, the same figures on every run, for any date."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from goals.domain.figures import (
    counting_children,
    counting_key_results,
    key_result_figures,
    objective_progress,
    objective_status,
)
from goals.models import CheckIn, Cycle, KeyResult, Objective, ProgressPoint
from goals.queries.week import week_of
from kpis.domain.signals import signals_of
from kpis.models import Kpi, KpiNote, Measurement, MeasurementEntry
from kpis.queries.figures import figures_of
from kpis.queries.scorecard import share_company
from notifications.models import HelpRequest
from okrapp.demo.content import FOLDER, LANGUAGES, read, read_objectives, read_staff
from okrapp.demo.loader import load_demo
from okrapp.demo.staff import PASSWORD
from people.models import Company, Department, User

MID_QUARTER = date(2026, 11, 21)
DAYS = [
    date(2026, 10, 1),  # first day of a quarter
    date(2026, 10, 5),  # first Monday
    date(2026, 12, 31),  # last day
    date(2027, 4, 1),  # first day of a fiscal year
    date(2028, 2, 29),
    date(2028, 10, 1),  # a quarter that begins on a Sunday
]


@pytest.fixture
def company(db):
    return load_demo("ja", MID_QUARTER).company


def morning(company, day):
    return datetime.combine(day, time(9), tzinfo=company.zone)


def due_by_person(company, day):
    return {
        person.email: week_of(person, morning(company, day)).due
        for person in User.objects.select_related("company", "department")
    }


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
        assert set(result["notes"]) - {"dropped", "correction"} <= told, result["key"]


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


def test_the_department_of_the_mock_shows_its_figures(company):
    sales = Objective.objects.published().filter(department__code="sales", cycle__stage="running")
    key_results = KeyResult.objects.filter(objective__in=sales)
    assert (sales.count(), key_results.count()) == (4, 15)
    shown = {title[:6]: progress for title, progress in key_results.values_list("title", "progress")}
    figures = [shown[title] for title in ("初回訪問から", "月次解約率を", "主要50社の")]
    assert figures == [Decimal("0.7"), Decimal("0.25"), Decimal("0.38")]


def test_the_english_company_is_the_same_company(db):
    company = load_demo("en", MID_QUARTER).company
    assert (company.name, company.language) == ("Midori Precision", "en")
    assert User.objects.filter(language="en").count() == User.objects.count()
    assert len(due_by_person(company, MID_QUARTER)["sakura.tanaka@midori.example"]) == 3


@pytest.mark.parametrize("day", [MID_QUARTER, *(pytest.param(day, marks=pytest.mark.deep) for day in DAYS)], ids=str)
def test_any_date_gives_a_company_without_contradictions(db, day):
    company = load_demo("ja", day).company
    assert len(due_by_person(company, day)["sakura.tanaka@midori.example"]) == 3
    assert not CheckIn.objects.filter(created_at__gte=morning(company, day)).exists()
    assert not ProgressPoint.objects.filter(on__gt=day).exists()
    assert not MeasurementEntry.objects.filter(created_at__gte=morning(company, day)).exists()
    assert not Measurement.objects.filter(starts_on__gte=day).exists()
    assert_figures_are_true()
    assert_check_ins_lie_in_their_period(company)


def assert_figures_are_true():
    """Compute every stored figure anew from the rows below it, as the repair does."""
    for key_result in KeyResult.objects.prefetch_related("milestones"):
        check_ins = list(key_result.check_ins.effective())
        figures = key_result_figures(key_result, check_ins, key_result.milestones.all())
        assert figures.progress == key_result.progress, key_result
        assert (figures.current, figures.status) == (key_result.current, key_result.status)
        assert figures.last_check_in_at == key_result.last_check_in_at
        assert key_result.last_seq == key_result.check_ins.count()
    for objective in Objective.objects.all():
        below = counting_key_results([objective.pk]).values_list("progress", "weight")
        children = counting_children([objective.pk]).values_list("progress", "alignment_weight")
        assert objective_progress(below, children) == objective.progress, objective
        statuses = objective.key_results.values_list("status", flat=True)
        assert objective_status(statuses) == objective.status
        last = objective.points.order_by("on").last()
        assert last is None or (last.progress, last.status) == (objective.progress, objective.status)


def assert_check_ins_lie_in_their_period(company):
    for check_in in CheckIn.objects.all():
        written_on = check_in.created_at.astimezone(company.zone).date()
        assert check_in.period <= written_on <= check_in.period + timedelta(days=9)


def test_a_quarter_just_begun_has_nothing_in_it_yet(db):
    load_demo("ja", date(2026, 10, 1))
    quarter = Cycle.objects.get(kind="quarter", stage="running")
    assert not CheckIn.objects.filter(key_result__objective__cycle=quarter).exists()
    assert CheckIn.objects.filter(key_result__objective__cycle__stage="closed").count() > 200


def snapshot():
    """What the demo holds, by names instead of ids."""
    check_in = ["key_result__title", "seq", "period", "author__email", "value", "status", "note", "created_at"]
    point = ["objective__title", "key_result__title", "on", "progress", "status"]
    return [
        sorted(model.objects.values_list(*fields), key=str)
        for model, fields in [
            (CheckIn, check_in),
            (ProgressPoint, point),
            (Objective, ["title", "progress", "status", "created_at"]),
            (MeasurementEntry, ["measurement__kpi__code", "measurement__period", "value", "created_at"]),
            (HelpRequest, ["asked_by__email", "helper__email", "created_at", "closed_at"]),
        ]
    ]


@pytest.mark.deep
def test_two_runs_give_the_same_rows(db):
    runs = []
    for _run in range(2):
        with transaction.atomic():
            load_demo("ja", MID_QUARTER)
            runs.append(snapshot())
            transaction.set_rollback(True)
    assert runs[0] == runs[1]


# The command


def test_command_tells_the_logins(db, client):
    out = StringIO()
    call_command("load_demo", language="en", date=MID_QUARTER, stdout=out)
    assert "aoi.sato@midori.example  Aoi Sato" in out.getvalue()
    assert PASSWORD in out.getvalue()
    assert client.login(email="naoko.takahashi@midori.example", password=PASSWORD)


def test_command_refuses_a_database_in_use(db):
    Company.objects.create(name="Somebody else")
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert Company.objects.count() == 1
