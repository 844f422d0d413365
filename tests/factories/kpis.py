from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from kpis.models import Kpi, Measurement
from kpis.periods import Frequency, parse_key, run_up_to
from tests.factories.people import UserFactory


class KpiFactory(DjangoModelFactory):
    """An old company KPI, measured every month, the higher the better, with a default target of 100."""

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
    created_at = datetime(2020, 1, 1, tzinfo=UTC)


def kpi_with_actuals(values, *, last="2026-10", **more):
    """A KPI with an actual a month, of which the last is that of the month named."""
    kpi = KpiFactory(**more)
    periods = run_up_to(parse_key(last, Frequency.MONTH, 4), 4, len(values))
    Measurement.objects.bulk_create(
        Measurement(kpi=kpi, period=each.key, starts_on=each.start, ends_on=each.end, value=Decimal(value))
        for each, value in zip(periods, values, strict=False)
    )
    return kpi
