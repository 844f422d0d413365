"""Random lives of an agreement against a model of a few lines: what is stored is always what the model says."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from goals import rules
from goals.access import access_key_result
from goals.domain import agreements
from goals.domain.errors import GoalError
from tests.goals.agreeing import NOON, change, company, fresh, hand_over, key_result_in, seen

LIVES = settings(max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
ACTORS = st.sampled_from(["admin", "boss", "lead", "member", "owner", "helper", "successor"])
OWNERS = st.sampled_from(["owner", "helper", "successor", "lead"])
TARGETS = st.sampled_from([60, 70, 80])


@dataclass
class Table:
    number: int
    owner: str
    target: int
    handed_by: str = ""
    consents: set = field(default_factory=set)


@dataclass
class Model:
    """Owner and target in force, what lies on the table, and how many proposals there were."""

    owner: str = "owner"
    target: int = 100
    agreed: Table | None = None
    table: Table | None = None
    count: int = 0

    def runs(self, who):
        return who in {"admin", "boss", "lead", self.owner}

    def party(self, who, owner):
        if who == owner:
            return "owner"
        return "manager" if who == ("boss" if owner == "lead" else "lead") else None

    def lay(self, who, owner, target, **how):
        self.count += 1
        self.table = Table(self.count, owner, target, **how)
        self.consent(who)

    def consent(self, who):
        party = self.party(who, self.table.owner)
        if party:
            self.table.consents.add(party)
        if self.table.consents == {"owner", "manager"}:
            self.owner, self.target, self.agreed, self.table = self.table.owner, self.table.target, self.table, None

    def open(self, who):
        if self.runs(who) and not self.agreed and not self.table:
            self.lay(who, self.owner, self.target)

    def accept(self, who):
        if self.table and self.party(who, self.table.owner):
            self.consent(who)

    def counter(self, who, target):
        if self.table and self.party(who, self.table.owner) and target != self.table.target:
            self.lay(who, self.table.owner, target)

    def change(self, who, target):
        if not self.runs(who) or target == self.target:
            return
        if not self.agreed:
            self.target = target
            self.lay(who, self.owner, target)
        elif not self.table or (self.table.owner, self.table.target) != (self.owner, target):
            self.lay(who, self.owner, target)

    def hand_over(self, who, to):
        last = self.table or self.agreed
        is_the_same = last is not None and (last.handed_by, last.owner) == (who, to)
        if self.runs(who) and to != self.owner and not is_the_same:
            self.lay(who, to, self.target, handed_by=who)

    def withdraw(self, who):
        if not self.table or not (self.runs(who) or self.party(who, self.table.owner)):
            return
        if self.agreed:
            self.count, self.table = self.count + 1, None
        elif self.table.owner != self.owner:
            self.lay(who, self.owner, self.target)


class Agreement(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(NOON, tick=False)
        self.clock.start()
        self.people, self.model = company(), Model()
        self.key_result = key_result_in(self.people, "none")

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def attempt(self, who, may, verb):
        """Do it as the pages do, or have it refused."""
        try:
            with transaction.atomic():
                found = access_key_result(getattr(self.people, who), self.key_result.pk, to=may)
                verb(found, getattr(self.people, who))
        except (PermissionDenied, GoalError):
            pass

    @rule(who=ACTORS)
    def open(self, who):
        self.attempt(who, rules.open_agreement, lambda found, person: agreements.open_agreement(found, actor=person))
        self.model.open(who)

    @rule(who=ACTORS)
    def accept(self, who):
        self.attempt(
            who, rules.accept_terms, lambda found, person: agreements.accept(found, actor=person, seen=seen(found))
        )
        self.model.accept(who)

    @rule(who=ACTORS, aim=TARGETS)
    def counter(self, who, aim):
        asked = {"author": getattr(self.people, who), "support": "", "reason": "Less."}
        self.attempt(
            who,
            rules.negotiate,
            lambda found, _: agreements.counter(found, {"target": Decimal(aim)}, seen=seen(found), **asked),
        )
        self.model.counter(who, aim)

    @rule(who=ACTORS, aim=TARGETS)
    def change(self, who, aim):
        self.attempt(who, rules.edit_key_result, lambda found, person: change(found, person, target=Decimal(aim)))
        self.model.change(who, aim)

    @rule(who=ACTORS, to=OWNERS)
    def hand_over(self, who, to):
        self.attempt(
            who,
            rules.hand_over,
            lambda found, person: hand_over(found, getattr(self.people, to), person, seen=seen(found, "hand-over")),
        )
        self.model.hand_over(who, to)

    @rule(who=ACTORS)
    def withdraw(self, who):
        self.attempt(
            who,
            rules.withdraw_change,
            lambda found, person: agreements.withdraw_change(found, actor=person, seen=seen(found)),
        )
        self.model.withdraw(who)

    @invariant()
    def is_as_the_model_says(self):
        if hasattr(self, "model"):
            stored, model = fresh(self.key_result), self.model
            assert (stored.owner, stored.target) == (getattr(self.people, model.owner), model.target)
            assert stored.proposals.count() == model.count
            assert told(stored.agreed) == told_of(model.agreed, self.people)
            assert told(stored.on_table) == told_of(model.table, self.people)


def told(proposal):
    if proposal is None:
        return None
    consents = set(proposal.consents.values_list("party", flat=True))
    return proposal.number, proposal.owner, proposal.target, consents


def told_of(table, people):
    if table is None:
        return None
    return table.number, getattr(people, table.owner), table.target, table.consents


@pytest.mark.django_db
@pytest.mark.deep
def test_any_life_of_an_agreement_is_as_the_model_says():
    run_state_machine_as_test(Agreement, settings=LIVES)
