"""The demo company of other dates; the one of each language stands in test_demo_door.py."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from goals.models import CheckIn, Cycle, Objective, ProgressPoint
from kpis.models import MeasurementEntry
from notifications.models import HelpRequest
from okrapp.demo.loader import load_demo
from people.models import Company
from tests.okrapp.demo_day import MID_QUARTER, assert_no_contradictions

DAYS = [
    date(2026, 10, 1),  # first day of a quarter
    date(2026, 10, 5),  # first Monday
    date(2026, 12, 31),  # last day
    date(2027, 4, 1),  # first day of a fiscal year
    date(2028, 2, 29),
    date(2028, 10, 1),  # a quarter that begins on a Sunday
]


@pytest.mark.deep
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_any_date_gives_a_company_without_contradictions(db, day):
    assert_no_contradictions(load_demo("ja", day).company, day)


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


def test_command_refuses_a_database_in_use(db):
    Company.objects.create(name="Somebody else")
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert Company.objects.count() == 1
