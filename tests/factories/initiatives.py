from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from goals.models import ActionItem, Initiative, KeyResult
from tests.factories.goals import KeyResultFactory
from tests.factories.people import UserFactory


class InitiativeFactory(DjangoModelFactory):
    """Planned for November 2026; ``key_results`` are those it serves."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    company = factory.SelfAttribute("owner.company")
    created_by = factory.SelfAttribute("owner")
    title = factory.Sequence(lambda n: f"Initiative {n}")
    starts_on = date(2026, 11, 1)
    due_on = date(2026, 11, 30)

    @factory.post_generation
    def key_results(self, create, served, **_more):
        self.key_results.set(served or [])


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = ActionItem

    initiative = factory.SubFactory(InitiativeFactory)
    text = factory.Sequence(lambda n: f"Action {n}")
    position = factory.Sequence(lambda n: n)

    class Params:
        done = factory.Trait(
            done_at=factory.LazyFunction(timezone.now), done_by=factory.SelfAttribute("initiative.owner")
        )


class CountedKeyResultFactory(KeyResultFactory):
    """Its progress is that of its initiatives."""

    kind = KeyResult.Kind.INITIATIVES
    start = target = None
