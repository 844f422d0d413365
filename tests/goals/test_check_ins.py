import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.models import CheckIn, KeyResult, Objective, ProgressPoint
from goals.models.fields import Status
from tests.factories import KeyResultFactory, MilestoneFactory, ObjectiveFactory

pytestmark = [pytest.mark.django_db]
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


def entry(value, status=Status.ON_TRACK, **more):
    return Entry(status=status, value=Decimal(value), **more)


def test_a_check_in_moves_key_result_objective_and_parents():
    company_objective = ObjectiveFactory()
    objective = ObjectiveFactory(
        owner=company_objective.owner,
        parent=company_objective,
        alignment=Objective.Alignment.CONTRIBUTES,
    )
    key_result = KeyResultFactory(objective=objective)

    post_check_in(key_result, entry("25"), author=key_result.owner)

    key_result.refresh_from_db()
    objective.refresh_from_db()
    company_objective.refresh_from_db()
    assert (key_result.current, key_result.progress, key_result.status) == (25, Decimal("0.2500"), "on_track")
    assert (objective.progress, objective.status) == (Decimal("0.2500"), "on_track")
    assert company_objective.progress == Decimal("0.2500")
    assert ProgressPoint.objects.filter(on="2026-11-18").count() == 3


def test_supporting_objectives_are_drawn_but_not_counted():
    parent = ObjectiveFactory()
    key_result = KeyResultFactory(objective=ObjectiveFactory(owner=parent.owner, parent=parent))

    post_check_in(key_result, entry("25"), author=key_result.owner)

    parent.refresh_from_db()
    assert parent.progress is None


def test_a_correction_keeps_its_place_and_period():
    key_result = KeyResultFactory()
    first = post_check_in(key_result, entry("10"), author=key_result.owner)
    post_check_in(key_result, entry("20"), author=key_result.owner)

    corrected = correct_check_in(first, entry("15"), author=key_result.owner)

    key_result.refresh_from_db()
    assert (corrected.seq, corrected.position, corrected.period) == (3, 1, first.period)
    assert key_result.current == 20


def test_a_row_is_corrected_once():
    key_result = KeyResultFactory()
    first = post_check_in(key_result, entry("10"), author=key_result.owner)
    correct_check_in(first, entry("15"), author=key_result.owner)

    with pytest.raises(StaleForm):
        correct_check_in(first, entry("16"), author=key_result.owner)

    assert CheckIn.objects.count() == 2


def test_a_double_click_repeats_the_first_answer():
    key_result, request_key = KeyResultFactory(), uuid.uuid4()

    first = post_check_in(key_result, entry("10"), author=key_result.owner, request_key=request_key, seen=0)
    second = post_check_in(key_result, entry("10"), author=key_result.owner, request_key=request_key, seen=0)

    assert first == second
    assert CheckIn.objects.count() == 1


def test_a_stale_form_is_told_what_came_in_between():
    key_result = KeyResultFactory()
    between = post_check_in(key_result, entry("10"), author=key_result.owner)

    with pytest.raises(StaleForm) as stale:
        post_check_in(key_result, entry("20"), author=key_result.owner, seen=0)

    assert stale.value.since == [between]
    assert CheckIn.objects.count() == 1


def test_keeping_counts_the_last_value_of_each_period():
    key_result = KeyResultFactory(kind=KeyResult.Kind.KEEP_AT_LEAST, start=None, target=90)
    for day, value in [(4, "80"), (5, "91"), (11, "95"), (18, "89")]:
        with time_machine.travel(NOON.replace(day=day), tick=False):
            post_check_in(key_result, entry(value), author=key_result.owner)

    key_result.refresh_from_db()
    assert key_result.progress == Decimal("0.6667")
    assert key_result.trend == [91.0, 95.0, 89.0]


def test_milestones_store_the_weight_done():
    first = MilestoneFactory(weight=3)
    MilestoneFactory(key_result=first.key_result)

    post_check_in(
        first.key_result,
        Entry(status=Status.ON_TRACK, done_milestones=[first.pk]),
        author=first.key_result.owner,
    )

    first.key_result.refresh_from_db()
    assert (first.key_result.current, first.key_result.progress) == (3, Decimal("0.7500"))


def test_a_value_beyond_what_can_be_stored_changes_nothing():
    key_result = KeyResultFactory(start=0, target="0.000001")

    with pytest.raises(GoalError) as refused:
        post_check_in(key_result, entry("999999999"), author=key_result.owner)

    assert refused.value.field == "value"
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("verb", ["UPDATE goals_checkin SET note = 'x'", "DELETE FROM goals_checkin"])
def test_the_database_refuses_to_rewrite_history(verb):
    key_result = KeyResultFactory()
    post_check_in(key_result, entry("10"), author=key_result.owner)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
