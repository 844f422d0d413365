"""Ties, check-ins and archiving at the same moment: two have one tie, and nobody waits for good."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import connection

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.objectives import archive_objective, restore_objective
from goals.domain.ties import tie, untie
from goals.models import CheckIn, Objective, Tie
from goals.models.fields import Status
from tests.factories import KeyResultFactory, ObjectiveFactory
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
Kind = Tie.Kind


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def two():
    """Key results of two objectives, one of which counts in the other."""
    root = ObjectiveFactory()
    leaf = ObjectiveFactory(owner=root.owner, parent=root, alignment=Objective.Alignment.CONTRIBUTES)
    return [KeyResultFactory(objective=objective) for objective in (root, leaf)]


def test_both_say_it_of_each_other_at_once(two):
    one, another = two
    calls = [partial(tie, one, another, Kind.NEEDS, actor=one.owner)] * 10
    calls += [partial(tie, another, one, Kind.NEEDS, actor=one.owner)] * 10
    calls += [partial(untie, one, other=another, actor=one.owner)] * 5

    assert errors(at_once(*calls)) == []
    assert Tie.objects.between(one, another).count() <= 1


def test_ties_check_ins_and_archiving_never_block_each_other_for_good(two):
    one, another = two
    owner, dice = one.owner, Random(5)
    ties = [partial(tie, *ends, dice.choice(Kind.values), actor=owner) for ends in (two, two[::-1])] * 8
    statuses = [Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]
    check_ins = [
        partial(post_check_in, dice.choice(two), Entry(dice.choice(statuses), Decimal(40)), author=owner)
        for _ in range(30)
    ]
    states = [partial(act, another.objective, actor=owner) for act in (archive_objective, restore_objective)] * 4
    calls = dice.sample(ties + check_ins + states, 54)

    assert errors(at_once(*calls), GoalError) == []
    assert CheckIn.objects.exists()
