from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from kpis.models import Kpi
from tests.factories.people import UserFactory


class KpiFactory(DjangoModelFactory):
    """A company KPI, measured every month, the higher the better, with a default target of 100."""

    class Meta:
        model = Kpi

    owner = factory.SubFactory(UserFactory)
    company = factory.SelfAttribute("owner.company")
    name = factory.Sequence(lambda n: f"KPI {n}")
    code = factory.Sequence(lambda n: f"KPI_{n}")
    definition = "What is counted."
    why = "Because it matters."
    category = Kpi.Category.OPERATIONAL
    kind = Kpi.Kind.LEADING
    target = Decimal(100)
