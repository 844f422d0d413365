"""Actuals recorded and formulas changed at the same moment: nothing blocks, and nothing is left behind."""

from decimal import Decimal
from functools import partial
from random import Random

import pytest
from django.db import connection, transaction

from kpis.domain.kpis import change_kpi, create_kpi
from kpis.domain.measurements import record_measurement, set_target
from kpis.domain.recount import recount
from kpis.models import Measurement
from kpis.periods import Frequency, parse_key
from tests.factories import UserFactory
from tests.factories.kpis import KpiFactory
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
SEPTEMBER = parse_key("2026-09", Frequency.MONTH, 4)


def result(owner, code, formula):
    words = {"definition": "Counted.", "why": "It matters.", "category": "financial", "kind": "lagging"}
    return create_kpi(owner.company, actor=owner, owner=owner, name=code, code=code, formula=formula, **words)


def record(kpi, value):
    record_measurement(kpi, SEPTEMBER, Decimal(value), author=kpi.owner)


@transaction.atomic
def record_all(kpis, value):
    """As a file does it: several in one transaction, targets among them, in the file's own order."""
    for kpi in kpis:
        set_target(kpi, SEPTEMBER, actor=kpi.owner, target=Decimal(value))
        record(kpi, value)


def test_actuals_files_and_formulas_at_once_leave_everything_computed():
    owner, dice = UserFactory(), Random(7)
    leaves = [KpiFactory(owner=owner, code=code) for code in ("A", "B", "C")]
    left, right = result(owner, "L", "A + B"), result(owner, "R", "B − C")
    top = result(owner, "TOP", "L × R")
    calls = [partial(record, dice.choice([*leaves, left]), dice.randrange(9)) for _each in range(60)]
    calls += [partial(record_all, dice.sample([*leaves, right], 4), dice.randrange(9)) for _each in range(20)]
    formulas = ["L × R", "L − R", "A + L", "R"]
    calls += [
        partial(change_kpi, top, actor=owner, formula=dice.choice(formulas), reason="Again") for _each in range(10)
    ]

    outcomes = at_once(*dice.sample(calls, len(calls)))

    assert errors(outcomes) == []
    assert recount(owner.company) == []
    assert Measurement.objects.get(kpi=top).computed is not None
