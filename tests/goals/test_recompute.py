from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.key_results import drop_key_result, finish_key_result
from goals.domain.recompute import loops, recount
from goals.domain.repairs import repair
from goals.domain.rollup import refresh_objective
from goals.models import KeyResult, Objective
from goals.models.fields import Status
from people.models import AuditEntry
from tests.factories import CompanyFactory, KeyResultFactory, MilestoneFactory, ObjectiveFactory

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


def post(key_result, value, **more):
    return post_check_in(key_result, Entry(Status.AT_RISK, Decimal(value), **more), author=key_result.owner)


@pytest.fixture
def grown():
    """A key result two levels below the top, among others of every kind and fate; returns it."""
    top = ObjectiveFactory()
    objective = ObjectiveFactory(owner=top.owner, parent=top, alignment=Objective.Alignment.CONTRIBUTES)
    key_result = KeyResultFactory(objective=objective)
    kept = KeyResultFactory(objective=objective, kind="keep_at_most", start=None, target=5)
    for value in ("3", "7"):
        post(kept, value)
    milestone = MilestoneFactory(key_result__objective=objective, weight=2)
    post(milestone.key_result, "0", done_milestones=[milestone.pk])
    correct_check_in(post(key_result, "25"), Entry(Status.ON_TRACK, Decimal("30")), author=key_result.owner)
    post(key_result, "40", note="n" * 300)
    finish_key_result(kept, actor=kept.owner)
    drop_key_result(KeyResultFactory(objective=objective), reason="", actor=kept.owner)
    draft = KeyResultFactory(objective=ObjectiveFactory(owner=top.owner, state=Objective.State.DRAFT)).objective
    refresh_objective(draft)
    return key_result


def test_what_the_domain_writes_is_what_a_recount_finds(grown):
    found = recount()

    assert (found.key_results, found.objectives) == (5, 3)
    assert (found.differences, found.loops) == ([], [])


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("current", 1),
        ("progress", "0.9"),
        ("status", Status.OFF_TRACK),
        ("last_check_in_at", None),
        ("last_period", None),
        ("last_note", "other"),
        ("trend", [1.0]),
        ("last_seq", 1),
    ],
)
def test_each_stored_figure_of_a_key_result_is_compared(grown, field, wrong):
    KeyResult.objects.filter(pk=grown.pk).update(**{field: wrong})

    [difference] = recount().differences

    assert (difference.model, difference.pk, difference.field) == (KeyResult, grown.pk, field)


@pytest.mark.parametrize(("field", "wrong"), [("progress", None), ("status", Status.DONE)])
def test_each_stored_figure_of_an_objective_is_compared(grown, field, wrong):
    Objective.objects.filter(pk=grown.objective_id).update(**{field: wrong})

    assert [(each.pk, each.field) for each in recount().differences] == [(grown.objective_id, field)]


def test_a_wrong_key_result_is_told_from_right_parents(grown):
    KeyResult.objects.filter(pk=grown.pk).update(progress=0)

    assert {each.model for each in recount().differences} == {KeyResult}


def test_repairing_writes_what_differs_and_nothing_a_second_time(grown):
    KeyResult.objects.filter(pk=grown.pk).update(progress=0, last_seq=1)
    Objective.objects.filter(pk=grown.objective_id).update(progress="0.9")
    Objective.objects.filter(pk=grown.objective.parent_id).update(progress=None)

    written = repair(recount())

    assert written == 3
    assert recount().differences == []
    repaired = AuditEntry.objects.filter(action__endswith=".repaired")
    assert {entry.action for entry in repaired} == {"keyresult.repaired", "objective.repaired"}
    assert repair(recount()) == 0


def test_another_company_is_left_alone(grown):
    Objective.objects.update(progress="0.9")

    assert recount(CompanyFactory()).differences == []
    assert len(recount(grown.company).differences) > 0


def test_a_loop_is_reported_and_the_rest_still_computed(grown):
    top = grown.objective.parent
    Objective.objects.filter(pk=top.pk).update(parent=grown.objective_id)

    found = recount()

    assert [sorted(loop) for loop in found.loops] == [sorted([top.pk, grown.objective_id])]


@pytest.mark.parametrize(
    ("parents", "found"),
    [
        ({1: None, 2: 1, 3: 2}, []),
        ({1: 2, 2: 1, 3: 1}, [[1, 2]]),
        ({3: 1, 1: 2, 2: 1, 4: 5, 5: 4}, [[1, 2], [4, 5]]),
        ({1: 9}, []),
    ],
)
def test_loops_are_found_once(parents, found):
    assert loops(parents) == found


def test_a_recount_takes_as_many_queries_for_any_number_of_rows(grown):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            recount()
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    few = queries()
    for _more in range(3):
        post(KeyResultFactory(objective=grown.objective), "5")

    assert few == queries() == 9


def test_the_command_fails_until_it_has_repaired(grown):
    Objective.objects.filter(pk=grown.objective_id).update(progress="0.9")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("check_rollups", stdout=out)
    call_command("check_rollups", repair=True, stdout=out)
    call_command("check_rollups", company=grown.company_id, stdout=out)

    assert f"objective {grown.objective_id} progress" in out.getvalue()


def test_the_command_knows_its_companies():
    with pytest.raises(CommandError):
        call_command("check_rollups", company=12345)
