from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction

from kpis.domain.errors import KpiError
from kpis.domain.kpis import archive_kpi, change_kpi, create_kpi, verify_source
from kpis.domain.measurements import Actual, record_many, record_measurement, set_target
from kpis.models import Measurement, MeasurementEntry
from kpis.periods import Frequency, parse_key
from kpis.queries.figures import figures_of
from kpis.thresholds import State
from tests.factories import UserFactory
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
APRIL = 4
OCTOBER, SEPTEMBER = (parse_key(key, Frequency.MONTH, APRIL) for key in ("2026-10", "2026-09"))
SATURDAY = date(2026, 11, 21)


def record(kpi, period, value, **more):
    return record_measurement(kpi, period, Decimal(value), author=kpi.owner, **more)


def test_a_later_write_replaces_the_value_and_keeps_the_old_one():
    kpi = KpiFactory()

    record(kpi, OCTOBER, "92.5")
    measurement, changed = record(kpi, OCTOBER, "93", note="late invoices")

    assert (measurement.value, changed) == (Decimal("93"), True)
    history = [(entry.value, entry.note) for entry in measurement.entries.all()]
    assert history == [(Decimal("93"), "late invoices"), (Decimal("92.5"), "")]


def test_the_same_value_again_changes_nothing():
    kpi = KpiFactory()
    record(kpi, OCTOBER, "92.5")

    assert record(kpi, OCTOBER, "92.500")[1] is False
    assert MeasurementEntry.objects.count() == 1


def test_the_history_cannot_be_changed():
    record(KpiFactory(), OCTOBER, "1")

    with pytest.raises(DatabaseError), transaction.atomic():
        MeasurementEntry.objects.update(value=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeasurementEntry.objects.all().delete()


def test_an_archived_kpi_takes_no_actuals():
    kpi = KpiFactory()
    archive_kpi(kpi, actor=kpi.owner)

    with pytest.raises(KpiError):
        record(kpi, OCTOBER, "1")


def test_a_period_is_judged_by_its_own_target_and_else_by_the_default():
    kpi = KpiFactory(target=100)
    record(kpi, SEPTEMBER, "95")
    record(kpi, OCTOBER, "95")
    set_target(kpi, OCTOBER, actor=kpi.owner, target=Decimal(90))

    september, october = figures_of([kpi], SATURDAY)[kpi.pk][-2:]

    assert [(each.period.key, each.state) for each in (september, october)] == [
        ("2026-09", State.WARN),
        ("2026-10", State.GOOD),
    ]


def test_a_target_taken_back_leaves_the_default():
    kpi = KpiFactory(target=100)
    set_target(kpi, OCTOBER, actor=kpi.owner, target=Decimal(90))
    set_target(kpi, OCTOBER, actor=kpi.owner)

    assert figures_of([kpi], SATURDAY)[kpi.pk][-1].target.value == 100


def test_an_ended_period_without_an_actual_is_late_after_its_days_of_grace():
    kpi = KpiFactory()

    states = [figures_of([kpi], date(2026, 11, day))[kpi.pk][-1].state for day in (5, 6)]

    assert states == [State.NO_DATA, State.LATE]


def test_a_daily_actual_is_late_when_that_of_the_day_before_is_missing_too():
    kpi = KpiFactory(frequency="day")

    seen = [figures_of([kpi], SATURDAY)[kpi.pk][-1].state]
    record(kpi, parse_key("2026-11-19", Frequency.DAY, APRIL), "1")
    seen.append(figures_of([kpi], SATURDAY)[kpi.pk][-1].state)

    assert seen == [State.LATE, State.NO_DATA]


def test_nothing_is_late_for_what_ended_before_the_kpi_was_created():
    kpi = KpiFactory(created_at=datetime(2026, 11, 1, tzinfo=UTC))

    days = [date(2026, 11, 20), date(2026, 12, 20)]
    assert [figures_of([kpi], day)[kpi.pk][-1].state for day in days] == [State.NO_DATA, State.LATE]


def test_a_target_that_no_longer_fits_the_direction_is_passed_over():
    kpi = KpiFactory()
    set_target(kpi, OCTOBER, actor=kpi.owner, target=Decimal(5))
    kpi = change_kpi(
        kpi, actor=kpi.owner, reason="A band", direction="range", target=None, low=Decimal(1), high=Decimal(9)
    )

    assert figures_of([kpi], SATURDAY)[kpi.pk][-1].target.high == 9


def test_another_source_has_to_be_verified_anew():
    kpi = KpiFactory(source="Ledger")
    verify_source(kpi, actor=kpi.owner)

    kpi = change_kpi(kpi, actor=kpi.owner, reason="Moved", source="Warehouse")

    assert (kpi.verified_by, kpi.verified_on) == (None, None)


def test_any_number_of_kpis_takes_two_queries(django_assert_num_queries):
    kpis = [KpiFactory() for _each in range(3)]
    for kpi in kpis:
        record(kpi, OCTOBER, "1")

    with django_assert_num_queries(2):
        figures_of(kpis, SATURDAY)


def test_a_new_meaning_needs_a_reason_and_leaves_a_version():
    owner = UserFactory()
    kpi = create_kpi(
        owner.company,
        actor=owner,
        owner=owner,
        name="Leads",
        code="LEADS",
        definition="Forms sent",
        why="They become deals",
        category="customer",
        kind="leading",
    )

    with pytest.raises(KpiError) as refusal:
        change_kpi(kpi, actor=owner, definition="Forms and calls")
    changed = change_kpi(kpi, actor=owner, definition="Forms and calls", reason="Calls count too now")

    assert refusal.value.field == "reason"
    versions = [(version.definition, version.reason) for version in changed.versions.all()]
    assert versions[-1] == ("Forms and calls", "Calls count too now")
    assert len(versions) == 2


def test_a_code_is_taken_once_in_a_company():
    kpi = KpiFactory(code="LEADS")

    with pytest.raises(KpiError) as refusal:
        change_kpi(KpiFactory(owner=kpi.owner), actor=kpi.owner, code="LEADS")

    assert refusal.value.field == "code"
    assert KpiFactory(code="LEADS").code == "LEADS"


def test_many_actuals_are_recorded_in_the_queries_of_one(django_assert_num_queries):
    owner = UserFactory()
    kpis = [KpiFactory(owner=owner) for _each in range(3)]
    record(kpis[0], OCTOBER, "1")
    record(kpis[1], OCTOBER, "2")
    actuals = [Actual(kpi, period, Decimal(2)) for kpi in kpis for period in (SEPTEMBER, OCTOBER)]

    # Two of them open and close the transaction, six see whether anything is worth an alert.
    with time_machine.travel(SATURDAY, tick=False), django_assert_num_queries(18):
        results = record_many(actuals, author=kpis[0].owner, way=MeasurementEntry.Way.FILE)

    assert [changed for _measurement, changed in results] == [True, True, True, False, True, True]
    stored = Measurement.objects.order_by("kpi", "period").values_list("kpi", "period", "value")
    assert list(stored) == [(kpi.pk, period, 2) for kpi in kpis for period in ("2026-09", "2026-10")]
    first = Measurement.objects.get(kpi=kpis[0], period="2026-10")
    assert [(entry.value, entry.way) for entry in first.entries.all()] == [(2, "file"), (1, "page")]


def test_of_many_actuals_all_or_none_are_recorded():
    archived = KpiFactory()
    open_one = KpiFactory(owner=archived.owner)
    archive_kpi(archived, actor=archived.owner)

    with pytest.raises(KpiError):
        record_many([Actual(kpi, OCTOBER, Decimal(1)) for kpi in (open_one, archived)], author=open_one.owner)

    assert not Measurement.objects.exists()
