"""Actuals, check-ins, moves and links at the same moment: nothing blocks, and every figure is a recount."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import connection

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.key_results import finish_key_result, reopen_key_result
from goals.domain.objectives import change_objective
from goals.domain.recompute import recount
from goals.models import CheckIn, KeyResult, Objective
from goals.models.fields import Status
from kpis.domain.errors import KpiError
from kpis.domain.links import link_kpi
from kpis.domain.measurements import Actual, record_many
from kpis.domain.recount_driven import recount_driven
from kpis.periods import Frequency, parse_key
from tests.factories import KeyResultFactory, ObjectiveFactory
from tests.factories.kpis import KpiFactory
from tests.kpis.driving import Mode
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
CONTRIBUTES = Objective.Alignment.CONTRIBUTES
MONTHS = [parse_key(key, Frequency.MONTH, 4) for key in ("2026-10", "2026-11")]


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        yield


def record_sheet(kpis, dice):
    """Several KPIs in one transaction, as a file or a sheet does it."""
    actuals = [Actual(kpi, dice.choice(MONTHS), Decimal(dice.randrange(150))) for kpi in kpis]
    return partial(record_many, actuals, author=kpis[0].owner)


def tree_of_eight():
    """Objectives that contribute to one another, three levels deep."""
    root = ObjectiveFactory()
    middle = [ObjectiveFactory(owner=root.owner, parent=root, alignment=CONTRIBUTES) for _each in range(2)]
    leaves = [
        ObjectiveFactory(owner=root.owner, parent=parent, alignment=CONTRIBUTES)
        for parent in middle
        for _each in "abc"
    ]
    return [*leaves, *middle, root]


def check_in(key_result, dice):
    entry = Entry(status=dice.choice(list(Status.values)[1:4]), value=Decimal(dice.randrange(100)))
    return partial(post_check_in, key_result, entry, author=key_result.owner)


def test_recordings_check_ins_and_moves_at_once():
    objectives, dice = tree_of_eight(), Random(3)
    owner = objectives[0].owner
    kpis = KpiFactory.create_batch(6, owner=owner)
    key_results = [KeyResultFactory(objective=objective) for objective in objectives for _each in "ab"]
    for number, key_result in enumerate(key_results[::2]):
        link_kpi(key_result, kpis[number % 6], dice.choice([Mode.LATEST, Mode.TO_DATE]), actor=owner)
    calls = [record_sheet(dice.sample(kpis, dice.randrange(1, 5)), dice) for _each in range(50)]
    calls += [check_in(dice.choice(key_results), dice) for _each in range(80)]
    calls += [
        partial(
            change_objective,
            child,
            actor=owner,
            fields={"parent": parent, "alignment": dice.choice([CONTRIBUTES, "supports"])},
        )
        for child, parent in (dice.sample(objectives, 2) for _each in range(20))
    ]
    calls += [
        partial(link_kpi, dice.choice(key_results), dice.choice(kpis), dice.choice(Mode.values), actor=owner)
        for _each in range(20)
    ]
    calls += [
        partial(dice.choice([finish_key_result, reopen_key_result]), dice.choice(key_results), actor=owner)
        for _each in range(10)
    ]
    calls = dice.sample(calls, len(calls))

    outcomes = at_once(*calls)

    # Refused are loops, second drivers, and check-ins of what is done; nothing else, and no deadlock.
    assert errors(outcomes, GoalError, KpiError) == []
    assert (recount().differences, recount_driven(owner.company)) == ([], [])
    assert KeyResult.objects.filter(is_automatic=True, current__isnull=False).count() > 3
    assert CheckIn.objects.count() > 40
