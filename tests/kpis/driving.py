"""A KPI, a key result it drives, and actuals as they are recorded in daily use."""

from decimal import Decimal

from kpis.domain.links import link_kpi
from kpis.domain.measurements import record_measurement
from kpis.models import KeyResultLink
from kpis.periods import Frequency, parse_key
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory
from tests.factories.kpis import KpiFactory

Mode = KeyResultLink.Mode


def record(kpi, key, value):
    period = parse_key(key, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month)
    return record_measurement(kpi, period, Decimal(value), author=kpi.owner)


def driven(mode=Mode.LATEST, *, owner=None, objective=None, kpi=None, **terms):
    """Return (KPI, key result) of one company, linked."""
    objective = objective or ObjectiveFactory(owner=owner or UserFactory())
    kpi = kpi or KpiFactory(owner=objective.owner)
    key_result = KeyResultFactory(objective=objective, **terms)
    link_kpi(key_result, kpi, mode, actor=objective.owner)
    key_result.refresh_from_db()
    return kpi, key_result


def stands(key_result):
    """(current, progress) as stored now."""
    key_result.refresh_from_db()
    return key_result.current, key_result.progress
