"""The state machine of product.md, section 6: every state, every actor, every act.

A cell says what an act leaves behind: the state, with + where another owner is asked for, or the status of a refusal,
which changed nothing. "out" is whoever cannot sign in any more.
"""

from itertools import groupby

import pytest
import time_machine

from tests.goals.agreeing import NOON, company, key_result_in, press, try_out
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
TABLE = """
                    admin     boss      lead      neighbour member viewer owner     helper successor former stranger
none      open      proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
none      accept    403       403       403       403       403    403    403       403    403       out    404
none      counter   403       403       403       403       403    403    403       403    403       out    404
none      withdraw  403       403       403       403       403    403    403       403    403       out    404
none      hand-over proposed+ proposed+ proposed+ 403       403    403    proposed+ 403    403       out    404
none      change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
proposed  open      proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
proposed  accept    403       403       proposed  403       403    403    agreed    403    403       out    404
proposed  counter   403       403       proposed  403       403    403    proposed  403    403       out    404
proposed  withdraw  403       403       403       403       403    403    403       403    403       out    404
proposed  hand-over proposed+ proposed+ proposed+ 403       403    403    proposed+ 403    403       out    404
proposed  change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
countered open      proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
countered accept    403       403       agreed    403       403    403    proposed  403    403       out    404
countered counter   403       403       proposed  403       403    403    proposed  403    403       out    404
countered withdraw  403       403       403       403       403    403    403       403    403       out    404
countered hand-over proposed+ proposed+ proposed+ 403       403    403    proposed+ 403    403       out    404
countered change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
offered   open      proposed+ proposed+ proposed+ 403       403    403    proposed+ 403    403       out    404
offered   accept    403       403       proposed+ 403       403    403    403       403    agreed    out    404
offered   counter   403       403       proposed+ 403       403    403    403       403    proposed+ out    404
offered   withdraw  proposed  proposed  proposed  403       403    403    proposed  403    proposed  out    404
offered   hand-over proposed+ proposed+ proposed+ 403       403    403    proposed+ 403    403       out    404
offered   change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
agreed    open      agreed    agreed    agreed    403       403    403    agreed    403    403       out    404
agreed    accept    403       403       409       403       403    403    409       403    403       out    404
agreed    counter   403       403       403       403       403    403    403       403    403       out    404
agreed    withdraw  agreed    agreed    agreed    403       403    403    agreed    403    403       out    404
agreed    hand-over changing+ changing+ changing+ 403       403    403    changing+ 403    403       out    404
agreed    change    changing  changing  changing  403       403    403    changing  403    403       out    404
changing  open      changing  changing  changing  403       403    403    changing  403    403       out    404
changing  accept    403       403       agreed    403       403    403    changing  403    403       out    404
changing  counter   403       403       changing  403       403    403    changing  403    403       out    404
changing  withdraw  agreed    agreed    agreed    403       403    403    agreed    403    403       out    404
changing  hand-over changing+ changing+ changing+ 403       403    403    changing+ 403    403       out    404
changing  change    changing  changing  changing  403       403    403    changing  403    403       out    404
handed    open      changing+ changing+ changing+ 403       403    403    changing+ 403    403       out    404
handed    accept    403       403       changing+ 403       403    403    403       403    agreed    out    404
handed    counter   403       403       changing+ 403       403    403    403       403    changing+ out    404
handed    withdraw  agreed    agreed    agreed    403       403    403    agreed    403    agreed    out    404
handed    hand-over changing+ changing+ changing+ 403       403    403    changing+ 403    403       out    404
handed    change    changing  changing  changing  403       403    403    changing  403    403       out    404
passed    open      agreed    agreed    agreed    403       403    403    403       403    agreed    out    404
passed    accept    403       403       409       403       403    403    403       403    409       out    404
passed    counter   403       403       403       403       403    403    403       403    403       out    404
passed    withdraw  agreed    agreed    agreed    403       403    403    403       403    agreed    out    404
passed    hand-over changing+ changing+ changing+ 403       403    403    403       403    changing+ out    404
passed    change    changing  changing  changing  403       403    403    403       403    changing  out    404
ownerless open      changing+ changing+ changing+ 403       403    403    403       403    403       out    404
ownerless accept    403       403       changing+ 403       403    403    403       403    agreed    out    404
ownerless counter   403       403       changing+ 403       403    403    403       403    changing+ out    404
ownerless withdraw  agreed    agreed    agreed    403       403    403    403       403    agreed    out    404
ownerless hand-over changing+ changing+ changing+ 403       403    403    403       403    403       out    404
ownerless change    422       422       422       403       403    403    403       403    403       out    404
done      open      403       403       403       403       403    403    403       403    403       out    404
done      accept    403       403       403       403       403    403    403       403    403       out    404
done      counter   403       403       403       403       403    403    403       403    403       out    404
done      withdraw  403       403       403       403       403    403    403       403    403       out    404
done      hand-over 403       403       403       403       403    403    403       403    403       out    404
done      change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
dropped   open      403       403       403       403       403    403    403       403    403       out    404
dropped   accept    403       403       403       403       403    403    403       403    403       out    404
dropped   counter   403       403       403       403       403    403    403       403    403       out    404
dropped   withdraw  403       403       403       403       403    403    403       403    403       out    404
dropped   hand-over 403       403       403       403       403    403    403       403    403       out    404
dropped   change    proposed  proposed  proposed  403       403    403    proposed  403    403       out    404
archived  open      403       403       403       403       403    403    403       403    403       out    404
archived  accept    403       403       403       403       403    403    403       403    403       out    404
archived  counter   403       403       403       403       403    403    403       403    403       out    404
archived  withdraw  403       403       403       403       403    403    403       403    403       out    404
archived  hand-over 403       403       403       403       403    403    403       403    403       out    404
archived  change    403       403       403       403       403    403    403       403    403       out    404
closed    open      403       403       403       403       403    403    403       403    403       out    404
closed    accept    403       403       403       403       403    403    403       403    403       out    404
closed    counter   403       403       403       403       403    403    403       403    403       out    404
closed    withdraw  403       403       403       403       403    403    403       403    403       out    404
closed    hand-over 403       403       403       403       403    403    403       403    403       out    404
closed    change    403       403       403       403       403    403    403       403    403       out    404
draft     open      403       403       403       404       403    404    403       404    404       out    404
draft     accept    403       403       403       404       403    404    403       404    404       out    404
draft     counter   403       403       403       404       403    404    403       404    404       out    404
draft     withdraw  403       403       403       404       403    404    403       404    404       out    404
draft     hand-over 403       403       403       404       403    404    403       404    404       out    404
draft     change    none      none      none      404       none   404    none      404    404       out    404
"""
ACTORS, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
STATES = {state: list(rows) for state, rows in groupby(ROWS, key=lambda row: row[0])}


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON):
        yield


people = kept_for_module(company)


def table(state, tried):
    """The rows of a state as they are; ``tried`` takes an actor and an act."""
    return [[state, act, *(tried(actor, act) for actor in ACTORS)] for _state, act, *_expected in STATES[state]]


@pytest.mark.parametrize("state", STATES)
def test_every_state_actor_and_act(people, state):
    key_result = key_result_in(people, state)

    found = table(state, lambda actor, act: try_out(people, getattr(people, actor), act, key_result))

    assert found == STATES[state]


@pytest.mark.deep
@pytest.mark.parametrize("state", STATES)
def test_every_state_actor_and_button(client, people, state):
    key_result = key_result_in(people, state)

    found = table(state, lambda actor, act: press(client, people, getattr(people, actor), act, key_result))

    assert found == STATES[state]
