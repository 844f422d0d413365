"""What only a database with many writers can show."""

import threading
import time
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import connection, transaction

from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.cycles import move_cycle
from goals.domain.errors import GoalError, StaleForm
from goals.domain.locks import lock_key_result
from goals.domain.objectives import change_objective
from goals.domain.recompute import recount
from goals.models import CheckIn, Cycle, Objective
from goals.models.fields import Status
from people.models import Company
from tests.factories import (
    CycleFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    ObjectiveFactory,
    UserFactory,
)
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
CONTRIBUTES = Objective.Alignment.CONTRIBUTES
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON):
        yield


def entry(value):
    return Entry(status=Status.ON_TRACK, value=Decimal(value))


def check_in(key_result, value, **more):
    return partial(post_check_in, key_result, entry(value), author=key_result.owner, **more)


def move(objective, parent, alignment=CONTRIBUTES):
    fields = {"parent": parent, "alignment": alignment}
    return partial(change_objective, objective, actor=objective.owner, fields=fields)


def chain(length):
    """Objectives of one company, each contributing to the one before."""
    objectives = [ObjectiveFactory()]
    while len(objectives) < length:
        objectives.append(below(objectives[-1]))
    return objectives


def below(parent):
    return ObjectiveFactory(owner=parent.owner, parent=parent, alignment=CONTRIBUTES)


def test_simultaneous_check_ins_all_enter_the_history():
    root, leaf = chain(2)
    key_result = KeyResultFactory(objective=leaf)

    outcomes = at_once(*(check_in(key_result, value % 101) for value in range(200)))

    rows = CheckIn.objects.filter(key_result=key_result).order_by("seq")
    key_result.refresh_from_db()
    root.refresh_from_db()
    assert errors(outcomes) == []
    assert [row.seq for row in rows] == list(range(1, 201))
    assert (key_result.last_seq, key_result.current) == (200, rows.last().value)
    assert root.progress == key_result.progress
    assert recount().differences == []


def test_check_ins_and_moves_never_block_each_other_for_good():
    trunk = chain(5)
    branches = [below(parent) for parent in trunk for _ in range(2)]
    key_results = [KeyResultFactory(objective=objective) for objective in [*trunk, *branches, *trunk, *branches][:20]]
    everything, dice = [*trunk, *branches], Random(7)
    moves = [move(*dice.sample(everything, 2)) for _ in range(20)]
    check_ins = [check_in(dice.choice(key_results), dice.randrange(100)) for _ in range(200)]
    calls = dice.sample(check_ins + moves, 220)

    outcomes = at_once(*calls)

    assert errors(outcomes, GoalError) == []
    assert all(isinstance(outcomes[calls.index(call)], CheckIn) for call in check_ins)
    assert any(isinstance(found, GoalError) for found in outcomes)
    assert any(isinstance(found, Objective) for found in outcomes)
    assert CheckIn.objects.count() == 200
    found = recount()
    assert (found.differences, found.loops) == ([], [])


def test_a_request_sent_fifty_times_is_recorded_once():
    key_result, request_key = KeyResultFactory(), uuid.uuid4()

    outcomes = at_once(*[check_in(key_result, 10, request_key=request_key, seen=0)] * 50, threads=50)

    assert errors(outcomes) == []
    assert {found.pk for found in outcomes} == {CheckIn.objects.get().pk}


def test_of_two_editors_one_wins_and_the_other_is_told():
    key_result = KeyResultFactory()

    outcomes = at_once(check_in(key_result, 10, seen=0), check_in(key_result, 20, seen=0))

    [told] = errors(outcomes)
    assert isinstance(told, StaleForm)
    assert told.since == [CheckIn.objects.get()]


def test_of_two_corrections_one_wins_and_the_other_is_told():
    key_result = KeyResultFactory()
    first = check_in(key_result, 10)()
    corrections = [partial(correct_check_in, first, entry(value), author=key_result.owner) for value in (1, 2)]

    [told] = errors(at_once(*corrections))

    assert isinstance(told, StaleForm)
    assert CheckIn.objects.count() == 2


def test_a_check_in_does_not_wait_for_the_company_row():
    key_result = KeyResultFactory()

    with transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(pk=key_result.company_id)
        [recorded] = at_once(within(5, check_in(key_result, 10)))

    assert isinstance(recorded, CheckIn)


def within(seconds, call):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{seconds}s'")
        return call()

    return run


@pytest.mark.parametrize("field", ["owner", "cycle"])
def test_a_check_in_that_waited_for_a_change_of_its_objective_is_recorded(field):
    objective = IndividualObjectiveFactory()
    key_result = KeyResultFactory(objective=objective)
    other = UserFactory(company=objective.company)
    half = CycleFactory(company=objective.company, kind="half", ends_on=date(2027, 3, 31))
    change = {"owner": other, "cycle": half}[field]

    [recorded] = while_locked(
        check_in(key_result, 10),
        partial(change_objective, objective, actor=other, fields={field: change}),
    )

    assert isinstance(recorded, CheckIn)


def while_locked(call, change):
    """Start ``call`` while ``change`` is made but not yet committed; return what the call gave."""
    found = []
    with transaction.atomic():
        change()
        waiting = threading.Thread(target=lambda: found.extend(at_once(call)))
        waiting.start()
        time.sleep(0.5)
        assert found == []
    waiting.join(timeout=30)
    return found


def test_a_cycle_closes_after_the_check_in_that_is_under_way():
    key_result = KeyResultFactory(objective=chain(2)[1])
    cycle, actor = key_result.objective.cycle, key_result.owner
    move_cycle(cycle, Cycle.Stage.REVIEW, actor=actor)
    close = partial(move_cycle, cycle, Cycle.Stage.CLOSED, actor=actor)
    closing = threading.Thread(target=partial(at_once, close))

    with transaction.atomic():
        lock_key_result(key_result.pk)
        closing.start()
        closing.join(timeout=1)
        waited = closing.is_alive()
        check_in(key_result, 40)()
    closing.join(timeout=20)

    cycle.refresh_from_db()
    assert (waited, cycle.stage, CheckIn.objects.count()) == (True, Cycle.Stage.CLOSED, 1)
    with pytest.raises(GoalError):
        check_in(key_result, 50)()
