from datetime import date, timedelta

import pytest

from kpis.domain.signals import signals_of
from kpis.models import Baseline, DefinitionVersion, Measurement
from kpis.periods import Frequency, parse_key
from kpis.signals import Signal
from tests.factories.kpis import kpi_with_actuals

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
STEADY = [10, 12] * 5


def version(kpi, on, **meaning):
    told = {"definition": kpi.definition, "direction": kpi.direction, "frequency": kpi.frequency} | meaning
    DefinitionVersion.objects.create(company=kpi.company, kpi=kpi, effective_on=on, reason="Why", **told)


def baseline(kpi, on):
    Baseline.objects.create(kpi=kpi, starts_on=on, reason="A new line", author=kpi.owner)


def read(kpi):
    return signals_of([kpi], TODAY)[kpi.pk]


def test_limits_come_from_the_first_twenty_of_all_actuals():
    """Also of those that no chart shows any more."""
    limits = read(kpi_with_actuals([*STEADY, *STEADY, *[1000] * 30])).current.limits

    assert limits.mean == 11


def test_the_last_ended_period_is_a_signal_or_not():
    assert read(kpi_with_actuals([*STEADY, 30])).at("2026-10") == Signal.ABOVE
    assert read(kpi_with_actuals(STEADY)).at("2026-10") is None


def test_the_period_under_way_counts_nowhere():
    kpi = kpi_with_actuals(STEADY)
    november = parse_key("2026-11", Frequency.MONTH, 4)
    Measurement.objects.create(kpi=kpi, period=november.key, starts_on=november.start, ends_on=november.end, value=99)

    assert read(kpi).at("2026-11") is None


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2026, 2, 28)])
@pytest.mark.parametrize("break_at", [baseline, lambda kpi, on: version(kpi, on, definition="Another")])
def test_limits_begin_anew_at_a_break_with_the_period_that_holds_it(break_at, day):
    kpi = kpi_with_actuals([*STEADY, *[100] * 9])
    version(kpi, date(2025, 1, 1))
    break_at(kpi, day)

    found = read(kpi)

    assert [len(each.readings) for each in found.stretches] == [10, 9]
    assert found.current.limits.mean == 100
    assert found.current.signals == {}


def test_too_few_points_since_a_break_say_nothing():
    kpi = kpi_with_actuals([*STEADY, 99])
    baseline(kpi, TODAY - timedelta(days=100))

    assert read(kpi).current.limits is None
    assert read(kpi).at("2026-10") is None


def test_only_a_later_day_that_changes_the_meaning_is_a_break():
    kpi = kpi_with_actuals(STEADY)
    version(kpi, date(2026, 3, 1))
    version(kpi, date(2026, 3, 1), definition="Put right the same day")
    version(kpi, date(2026, 5, 1), definition="Put right the same day")

    assert read(kpi).breaks == []


def test_many_kpis_take_the_queries_of_one_and_are_read_the_same(django_assert_num_queries):
    kpis = [kpi_with_actuals([*STEADY, extra]) for extra in (11, 30, -5)]
    baseline(kpis[0], date(2026, 6, 1))
    version(kpis[1], date(2026, 1, 1))
    version(kpis[1], date(2026, 6, 1), source="Elsewhere")

    with django_assert_num_queries(2):
        found = signals_of(kpis, TODAY)

    assert found == {kpi.pk: read(kpi) for kpi in kpis}
    assert [len(each.stretches) for each in found.values()] == [2, 2, 1]
