from datetime import date

import factory
from factory.django import DjangoModelFactory

from goals.models import Cycle, KeyResult, Milestone, Objective
from tests.factories.people import CompanyFactory, DepartmentFactory, UserFactory


class CycleFactory(DjangoModelFactory):
    """The running third quarter of fiscal 2026: 2026-10-01 to 2026-12-31."""

    class Meta:
        model = Cycle
        django_get_or_create = ("company", "kind", "starts_on", "ends_on")

    kind = Cycle.Kind.QUARTER
    company = factory.SubFactory(CompanyFactory)
    starts_on = date(2026, 10, 1)
    ends_on = date(2026, 12, 31)
    stage = Cycle.Stage.RUNNING


class ObjectiveFactory(DjangoModelFactory):
    """A published department objective."""

    class Meta:
        model = Objective

    owner = factory.SubFactory(UserFactory)
    company = factory.SelfAttribute("owner.company")
    cycle = factory.SubFactory(CycleFactory, company=factory.SelfAttribute("..company"))
    level = Objective.Level.DEPARTMENT
    department = factory.SubFactory(DepartmentFactory, company=factory.SelfAttribute("..company"))
    title = factory.Sequence(lambda n: f"Objective {n}")
    why = "Because it matters."
    state = Objective.State.ACTIVE


class IndividualObjectiveFactory(ObjectiveFactory):
    level = Objective.Level.INDIVIDUAL
    department = None


class KeyResultFactory(DjangoModelFactory):
    """Reach 100 from 0, over the whole cycle."""

    class Meta:
        model = KeyResult

    objective = factory.SubFactory(ObjectiveFactory)
    company = factory.SelfAttribute("objective.company")
    owner = factory.SelfAttribute("objective.owner")
    title = factory.Sequence(lambda n: f"Key result {n}")
    start = 0
    target = 100
    starts_on = factory.SelfAttribute("objective.cycle.starts_on")
    due_on = factory.SelfAttribute("objective.cycle.ends_on")


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    key_result = factory.SubFactory(KeyResultFactory, kind=KeyResult.Kind.MILESTONES, start=None, target=None)
    name = factory.Sequence(lambda n: f"Milestone {n}")
