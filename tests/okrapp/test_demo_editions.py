"""The demo company of another language and of other dates, and the command that loads it."""

from datetime import date, timedelta
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
from kpis.models import Measurement, MeasurementEntry
from notifications.models import HelpRequest
from okrapp.demo.loader import load_demo
from okrapp.demo.staff import PASSWORD
from people.models import Company, User
from tests.okrapp.demo_day import MID_QUARTER, due_by_person, morning

DAYS = [
    date(2026, 10, 1),  # first day of a quarter
    date(2026, 10, 5),  # first Monday
    date(2026, 12, 31),  # last day
    date(2027, 4, 1),  # first day of a fiscal year
    date(2028, 2, 29),
    date(2028, 10, 1),  # a quarter that begins on a Sunday
]


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
