"""Random lives of a small company against a model of a few lines: what is stored is always what follows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.domain.key_results import drop_key_result, finish_key_result, reopen_key_result
from goals.domain.objectives import (
    archive_objective,
    change_objective,
    publish_objective,
    restore_objective,
)
from goals.domain.recompute import recount
from goals.domain.rollup import refresh_objective
from goals.models import CheckIn, KeyResult, Objective
from goals.models.fields import WORDS
from tests.factories import KeyResultFactory, MilestoneFactory, ObjectiveFactory

State, Alignment = Objective.State, Objective.Alignment
START = datetime(2026, 10, 5, 3, tzinfo=UTC)
KINDS = [
    {},
    {"start": 50, "target": 10},
    {"kind": "keep_at_least", "start": None, "target": 50},
    {"kind": "keep_within", "start": None, "target": None, "low": 20, "high": 80},
    {"kind": "milestones", "start": None, "target": None},
]
LIVES = settings(max_examples=4, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
VALUES = st.integers(-20, 150).map(Decimal)


class Life:
    """Five objectives, one a draft, with two key results each, and all that changes their figures.

    ``rows`` is the model of the history: per key result, what was answered as saved, in order.
    """

    def __init__(self):
        first = ObjectiveFactory()
        others = [State.ACTIVE] * 3 + [State.DRAFT]
        self.objectives = [first, *(ObjectiveFactory(owner=first.owner, state=state) for state in others)]
        self.key_results = [
            KeyResultFactory(objective=objective, **KINDS[(number + index) % len(KINDS)])
            for number, objective in enumerate(self.objectives)
            for index in range(2)
        ]
        for key_result in self.key_results:
            if key_result.kind == "milestones":
                MilestoneFactory.create_batch(2, key_result=key_result)
        for objective in self.objectives:
            refresh_objective(objective)
        self.actor, self.rows = first.owner, {key_result.pk: [] for key_result in self.key_results}

    def try_to(self, operation, *args, **kwargs):
        """Do it, or have it refused: then nothing may have changed."""
        try:
            with transaction.atomic():
                return operation(*args, actor=self.actor, **kwargs)
        except GoalError:
            return None

    def entry(self, key_result, value, word):
        done = [each.pk for each in key_result.milestones.all() if value > 50 or each.pk % 2]
        return Entry(status=word, value=value, done_milestones=done)

    def post(self, key_result, value, word, seen=None):
        try:
            with transaction.atomic():
                posted = post_check_in(key_result, self.entry(key_result, value, word), author=self.actor, seen=seen)
        except StaleForm:
            assert seen != len(self.rows[key_result.pk])
        except GoalError:
            assert not is_open(key_result)
        else:
            self.rows[key_result.pk].append((posted.value, posted.status))

    def correct(self, key_result, number, value, word):
        rows = list(key_result.check_ins.order_by("seq"))
        if not rows:
            return
        chosen = rows[number % len(rows)]
        try:
            with transaction.atomic():
                posted = correct_check_in(chosen, self.entry(key_result, value, word), author=self.actor)
        except StaleForm:
            assert CheckIn.objects.filter(replaces=chosen).exists()
        except GoalError:
            assert not is_open(key_result)
        else:
            self.rows[key_result.pk].append((posted.value, posted.status))

    def move(self, child, parent, alignment, weight):
        fields = {"parent": parent, "alignment": alignment, "alignment_weight": weight}
        self.try_to(change_objective, child, fields=fields)

    def restrict(self, objective, visibility):
        self.try_to(change_objective, objective, fields={"visibility": visibility})

    def is_sound(self):
        """Nothing lost, nothing stale, no loop."""
        found = recount()
        assert (found.differences, found.loops) == ([], [])
        for pk, rows in self.rows.items():
            stored = CheckIn.objects.filter(key_result=pk).order_by("seq")
            assert [row.seq for row in stored] == list(range(1, len(rows) + 1))
            assert [(row.value, row.status) for row in stored] == rows


def is_open(key_result):
    fresh = KeyResult.objects.select_related("objective").get(pk=key_result.pk)
    return fresh.is_live and fresh.objective.state == State.ACTIVE


class Company(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.life = Life()

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @rule(which=st.integers(0, 9), value=VALUES, word=st.sampled_from(WORDS), behind=st.integers(0, 2))
    def post(self, which, value, word, behind):
        key_result = self.life.key_results[which]
        seen = max(0, len(self.life.rows[key_result.pk]) - behind)
        self.life.post(key_result, value, word, seen)

    @rule(which=st.integers(0, 9), number=st.integers(0, 9), value=VALUES, word=st.sampled_from(WORDS))
    def correct(self, which, number, value, word):
        self.life.correct(self.life.key_results[which], number, value, word)

    @rule(which=st.integers(0, 9))
    def finish(self, which):
        self.life.try_to(finish_key_result, self.life.key_results[which])

    @rule(which=st.integers(0, 9))
    def drop(self, which):
        self.life.try_to(drop_key_result, self.life.key_results[which], reason="Too much")

    @rule(which=st.integers(0, 9))
    def reopen(self, which):
        self.life.try_to(reopen_key_result, self.life.key_results[which])

    @rule(
        child=st.integers(0, 4),
        parent=st.one_of(st.none(), st.integers(0, 4)),
        alignment=st.sampled_from(Alignment),
        weight=st.integers(1, 3),
    )
    def move(self, child, parent, alignment, weight):
        objectives = self.life.objectives
        self.life.move(objectives[child], None if parent is None else objectives[parent], alignment, weight)

    @rule(which=st.integers(0, 4), visibility=st.sampled_from(Objective.Visibility))
    def restrict(self, which, visibility):
        self.life.restrict(self.life.objectives[which], visibility)

    @rule(
        which=st.integers(0, 4),
        verb=st.sampled_from([archive_objective, restore_objective, publish_objective]),
    )
    def change_state(self, which, verb):
        self.life.try_to(verb, self.life.objectives[which])

    @rule(days=st.integers(1, 8))
    def wait(self, days):
        self.now.shift(timedelta(days=days))

    @invariant()
    def is_sound(self):
        if hasattr(self, "life"):
            self.life.is_sound()


@pytest.mark.django_db
def test_any_life_of_a_company_stays_sound():
    run_state_machine_as_test(Company, settings=LIVES)


@pytest.mark.django_db
@pytest.mark.deep
def test_a_thousand_changes_one_by_one_are_a_full_recount():
    dice = Random(11)
    with time_machine.travel(START, tick=False) as now:
        life = Life()
        for number in range(1000):
            change_something(life, dice)
            if number % 50 == 0:
                now.shift(timedelta(days=2))
        life.is_sound()
    assert sum(map(len, life.rows.values())) > 100


def change_something(life, dice):
    key_result, objective = dice.choice(life.key_results), dice.choice(life.objectives)
    value, word = Decimal(dice.randrange(-20, 150)), dice.choice(WORDS)
    verbs = {
        lambda: life.post(key_result, value, word): 50,
        lambda: life.correct(key_result, dice.randrange(10), value, word): 10,
        lambda: life.try_to(finish_key_result, key_result): 3,
        lambda: life.try_to(drop_key_result, key_result, reason=""): 3,
        lambda: life.try_to(reopen_key_result, key_result): 10,
        lambda: life.move(
            objective,
            dice.choice([None, *life.objectives]),
            dice.choice(list(Alignment)),
            dice.randrange(1, 4),
        ): 14,
        lambda: life.restrict(objective, dice.choice(list(Objective.Visibility))): 5,
        lambda: life.try_to(archive_objective, objective): 3,
        lambda: life.try_to(restore_objective, objective): 8,
    }
    dice.choices(list(verbs), verbs.values())[0]()
