"""A thousand random changes around driven key results: what is stored is always what follows from the actuals."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
import time_machine

from common.refusals import Refusal
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.cycles import move_cycle
from goals.domain.key_results import FIELDS, KeyResultTerms, change_key_result, finish_key_result, reopen_key_result
from goals.domain.objectives import archive_objective, change_objective, restore_objective
from goals.domain.recompute import recount
from goals.domain.rollup import refresh_objective
from goals.models import Cycle, KeyResult, Objective
from goals.models.fields import WORDS
from kpis.domain.kpis import archive_kpi, change_kpi, restore_kpi
from kpis.domain.links import link_kpi, unlink_kpi
from kpis.domain.recount_driven import recount_driven
from kpis.models import Kpi
from people.domain.audit import snapshot
from tests.factories import KeyResultFactory, ObjectiveFactory
from tests.factories.kpis import KpiFactory
from tests.kpis.driving import Mode, record

KEYS = {
    "month": ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"],
    "week": ["2026-W40", "2026-W41", "2026-W47", "2026-W53"],
}
DAYS = [date(2026, 9, 15), date(2026, 10, 1), date(2026, 10, 15), date(2026, 11, 30), date(2026, 12, 31)]


class Life:
    """Two objectives, one counted in the other, four key results, and three KPIs, one computed from another."""

    def __init__(self, dice):
        self.dice = dice
        root = ObjectiveFactory()
        self.actor = root.owner
        self.objectives = [root, ObjectiveFactory(owner=self.actor, parent=root, alignment="contributes")]
        for objective in self.objectives * 2:
            KeyResultFactory(objective=objective)
        for objective in reversed(self.objectives):
            refresh_objective(objective)
        KpiFactory(owner=self.actor, code="A", frequency="week")
        KpiFactory(owner=self.actor, code="B")
        change_kpi(KpiFactory(owner=self.actor, code="C"), actor=self.actor, formula="A + B", reason="Sum")

    def step(self):
        """Do something; refused, it has to leave everything as it was."""
        key_result = self.dice.choice(KeyResult.objects.select_related("objective__cycle", "owner"))
        kpi, objective = self.dice.choice(Kpi.objects.all()), Objective.objects.get(pk=key_result.objective_id)
        verbs = {
            lambda: record(kpi, self.dice.choice(KEYS[kpi.frequency]), self.dice.randrange(-20, 150)): 40,
            lambda: link_kpi(key_result, kpi, self.dice.choice(Mode.values), actor=self.actor): 12,
            lambda: unlink_kpi(key_result, kpi=kpi, actor=self.actor): 4,
            lambda: self.check_in(key_result): 10,
            lambda: self.change_terms(key_result): 10,
            lambda: self.change_meaning(kpi): 6,
            lambda: finish_key_result(key_result, actor=self.actor): 3,
            lambda: reopen_key_result(key_result, actor=self.actor): 6,
            lambda: archive_kpi(kpi, actor=self.actor): 2,
            lambda: restore_kpi(kpi, actor=self.actor): 4,
            lambda: archive_objective(objective, actor=self.actor): 2,
            lambda: restore_objective(objective, actor=self.actor): 4,
            lambda: self.align(): 3,
            lambda: move_cycle(objective.cycle, self.dice.choice(Cycle.Stage.values), actor=self.actor): 6,
        }
        with suppress(Refusal):
            self.dice.choices(list(verbs), verbs.values())[0]()

    def check_in(self, key_result):
        entry = Entry(status=self.dice.choice(WORDS), value=Decimal(self.dice.randrange(100)))
        post_check_in(key_result, entry, author=self.actor)

    def change_terms(self, key_result):
        starts_on, due_on = sorted(self.dice.sample(DAYS, 2))
        kind = self.dice.choice(["reach", "reach", "keep_at_least"])
        changes = {"kind": kind, "start": Decimal(self.dice.randrange(9)), "starts_on": starts_on, "due_on": due_on}
        change_key_result(key_result, KeyResultTerms(snapshot(key_result, FIELDS) | changes), actor=self.actor)

    def change_meaning(self, kpi):
        fields = {"aggregation": self.dice.choice(Kpi.Aggregation.values)}
        if kpi.code == "B":
            fields["frequency"] = self.dice.choice(list(KEYS))
        change_kpi(kpi, actor=self.actor, reason="Again", **fields)

    def align(self):
        root, child = self.objectives
        fields = {"parent": root, "alignment": self.dice.choice(Objective.Alignment.values)}
        change_objective(child, actor=self.actor, fields=fields)

    def is_sound(self):
        found = recount(self.actor.company)
        return (found.differences, recount_driven(self.actor.company)) == ([], [])


def live(seed, steps):
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        life = Life(Random(seed))
        for number in range(steps):
            life.step()
            assert life.is_sound(), number


@pytest.mark.django_db
def test_a_short_life_stays_sound():
    live(seed=1, steps=20)


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [2, 3])
def test_a_long_life_stays_sound(seed):
    live(seed, steps=500)
