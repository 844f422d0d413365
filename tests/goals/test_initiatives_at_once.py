"""Action items ticked by many while others check in: exact afterwards, and nobody waits for good."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import connection

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.initiatives import change_initiative, tick_item
from goals.domain.objectives import change_objective
from goals.domain.recompute import recount
from goals.models import ActionItem, CheckIn, Objective
from goals.models.fields import Status
from tests.factories import KeyResultFactory, ObjectiveFactory
from tests.factories.initiatives import ActionItemFactory, CountedKeyResultFactory, InitiativeFactory
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
CONTRIBUTES = Objective.Alignment.CONTRIBUTES


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        yield


def test_ticks_check_ins_moves_and_links_meet_without_loss():
    dice = Random(3)
    root = ObjectiveFactory()
    owner = root.owner
    below = partial(ObjectiveFactory, owner=owner, alignment=CONTRIBUTES)
    middle = below(parent=root)
    objectives = [root, middle, below(parent=middle)]
    key_results = [CountedKeyResultFactory(objective=objective) for objective in objectives]
    typed = [KeyResultFactory(objective=objective) for objective in objectives]
    initiatives = InitiativeFactory.create_batch(2, owner=owner, key_results=key_results)
    items = [ActionItemFactory(initiative=each) for each in initiatives for _ in range(15)]
    entry = Entry(status=Status.ON_TRACK, value=Decimal(40))

    ticks = [partial(tick_item, item, is_done=True, actor=owner) for item in items]
    check_ins = [partial(post_check_in, dice.choice(key_results + typed), entry, author=owner) for _ in range(40)]
    links = [partial(change_initiative, initiatives[0], actor=owner, fields={}, key_results=key_results[:2])] * 3
    moves = [
        partial(change_objective, objectives[2], actor=owner, fields={"parent": dice.choice([root, middle])})
    ] * 4
    calls = [*ticks, *check_ins, *links, *moves]
    outcomes = at_once(*dice.sample(calls, len(calls)))

    assert errors(outcomes) == []
    assert ActionItem.objects.filter(done_at=None).count() == 0
    assert CheckIn.objects.count() == 40
    assert recount().differences == []
    assert {each.initiatives.count() for each in key_results} == {2, 1}
