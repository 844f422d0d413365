from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.core.management import CommandError, call_command

from kpis.domain.errors import KpiError
from kpis.domain.kpis import archive_kpi, change_kpi, create_kpi, restore_kpi
from kpis.domain.measurements import record_measurement
from kpis.domain.recount import recount
from kpis.models import Measurement, MeasurementEntry
from kpis.periods import Frequency, parse_key, period_at
from tests.factories import UserFactory
from tests.factories.kpis import KpiFactory
from tests.kpis.kept import differing

pytestmark = pytest.mark.django_db
APRIL = 4
FIRST_DAY = date(2026, 9, 1)


@pytest.fixture
def owner():
    return UserFactory()


def computed(owner, formula, **fields):
    """A KPI with that formula, made by the domain."""
    count = owner.company.kpis.count()
    words = {"definition": "What is counted.", "why": "It matters.", "category": "financial", "kind": "lagging"}
    fields = {"name": f"Computed {count}", "code": f"COMPUTED_{count}", "owner": owner} | words | fields
    return create_kpi(owner.company, actor=owner, formula=formula, **fields)


def record(kpi, key, value):
    period = parse_key(key, Frequency(kpi.frequency), APRIL)
    return record_measurement(kpi, period, Decimal(value), author=kpi.owner)[0]


def actual(kpi, key):
    row = Measurement.objects.filter(kpi=kpi, period=key).first()
    return row and row.value


def two(owner, **fields):
    return [KpiFactory(owner=owner, code=code, **fields) for code in ("A", "B")]


def test_an_actual_is_computed_when_all_inputs_are_there(owner):
    a, b = two(owner)
    record(a, "2026-09", 8)
    product = computed(owner, "A * B / 100")

    before = actual(product, "2026-09")
    record(b, "2026-09", "17.5")

    entry = MeasurementEntry.objects.get(measurement__kpi=product)
    assert (before, actual(product, "2026-09")) == (None, Decimal("1.4"))
    assert (entry.value, entry.way, entry.author) == (Decimal("1.4"), MeasurementEntry.Way.FORMULA, None)
    assert product.formula == "A × B ÷ 100"


def test_a_late_correction_climbs_to_everything_above_each_once(owner):
    a, b = two(owner)
    record(b, "2026-09", 1)
    left, right = computed(owner, "A + B", code="L"), computed(owner, "A − B", code="R")
    top = computed(owner, "L × R", code="TOP")

    record(a, "2026-09", 3)
    record(a, "2026-09", 5)

    assert [actual(kpi, "2026-09") for kpi in (left, right, top)] == [6, 4, 24]
    assert MeasurementEntry.objects.filter(measurement__kpi=top).count() == 2
    assert recount(owner.company) == []


def test_finer_inputs_are_aggregated_once_every_period_has_an_actual(owner):
    weekly = KpiFactory(owner=owner, code="A", frequency="week")
    monthly = computed(owner, "A × 2")

    for week, value in (("2026-W36", 1), ("2026-W37", 2), ("2026-W38", 3)):
        record(weekly, week, value)
    before = actual(monthly, "2026-09")
    record(weekly, "2026-W39", 4)

    assert (before, actual(monthly, "2026-09")) == (None, Decimal(20))


def test_a_division_by_zero_takes_the_actual_away_and_a_correction_brings_it_back(owner):
    a, b = two(owner)
    record(a, "2026-09", 6)
    record(b, "2026-09", 3)
    ratio = computed(owner, "A ÷ B")

    seen = [actual(ratio, "2026-09")]
    for divisor in (0, 4):
        record(b, "2026-09", divisor)
        seen.append(actual(ratio, "2026-09"))

    assert seen == [2, None, Decimal("1.5")]


def test_a_typed_actual_stays_and_shows_its_difference_until_the_computed_one_is_typed(owner):
    a, _b = two(owner)
    record(a, "2026-09", 5)
    twice = computed(owner, "A × 2")

    record(twice, "2026-09", 11)
    record(a, "2026-09", 6)
    row = Measurement.objects.get(kpi=twice)
    assert (row.value, row.computed, row.typed_over) == (11, 12, -1)

    record(twice, "2026-09", 12)
    record(a, "2026-09", 7)
    row.refresh_from_db()
    assert (row.value, row.computed, row.typed_over) == (14, 14, None)


def test_another_formula_computes_all_periods_anew(owner):
    a, _b = two(owner)
    record(a, "2026-08", 4)
    record(a, "2026-09", 5)
    kpi = computed(owner, "A")

    change_kpi(kpi, actor=owner, formula="A + 1", reason="Counts the first one too")

    assert [actual(kpi, key) for key in ("2026-08", "2026-09")] == [5, 6]


@pytest.fixture
def clock():
    with time_machine.travel(FIRST_DAY, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    "fields", [{"formula": "A + 1"}, {"formula": ""}, {"formula": "A", "frequency": "quarter"}, {"input": "week"}]
)
def test_another_formula_or_frequency_leaves_the_past_as_it_is(owner, clock, fields):
    a, _b = two(owner)
    change_kpi(a, actor=owner, reason="First words", definition="All of them")
    kpi = computed(owner, "A")
    record(a, "2026-09", 5)
    clock.move_to(date(2026, 10, 20))

    if "input" in fields:
        change_kpi(a, actor=owner, reason="Closer", frequency=fields["input"])
    else:
        change_kpi(kpi, actor=owner, reason="Otherwise", **fields)
        record(a, "2026-09", 6)
    call_command("check_kpis", repair=True)

    row = Measurement.objects.get(kpi=kpi)
    assert (row.period, row.value, row.computed) == ("2026-09", 5, 5)


def test_corrections_count_from_the_latest_change_on(owner, clock):
    a, _b = two(owner)
    kpi = computed(owner, "A")
    clock.move_to(date(2026, 10, 20))
    change_kpi(kpi, actor=owner, formula="A × 2", reason="Both ways")

    for value in (4, 5):
        record(a, "2026-09", value)
        record(a, "2026-10", value)

    assert [actual(kpi, key) for key in ("2026-09", "2026-10")] == [None, 10]


def test_a_code_that_an_archived_formula_names_stays(owner):
    a, _b = two(owner)
    archive_kpi(computed(owner, "A"), actor=owner)

    with pytest.raises(KpiError) as error:
        change_kpi(a, actor=owner, code="C")

    assert error.value.field == "code"


@pytest.mark.parametrize(("dividend", "value"), [("100000000000", "33333333333.3333"), ("2", "0.666667")])
def test_a_computed_actual_has_no_more_digits_than_an_entered_one(owner, dividend, value):
    a, b = two(owner)
    kpi = computed(owner, "A ÷ B")
    record(b, "2026-09", 3)

    record(a, "2026-09", dividend)

    assert actual(kpi, "2026-09") == Decimal(value)
    assert recount(owner.company) == []


def test_a_formula_taken_away_leaves_its_actuals(owner):
    a, _b = two(owner)
    record(a, "2026-09", 5)
    kpi = computed(owner, "A")

    change_kpi(kpi, actor=owner, formula="", reason="Counted by hand now")
    record(a, "2026-09", 6)

    row = Measurement.objects.get(kpi=kpi)
    assert (row.value, row.computed) == (5, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"formula": "A +"},
        {"formula": "A + NOBODY"},
        {"formula": "SECRET"},
        {"formula": "A", "frequency": "day"},
        {"formula": "SELF"},
        {"formula": "USES_SELF"},
        {"formula": "ABOVE"},
    ],
)
def test_what_cannot_be_computed_is_refused(owner, fields):
    two(owner)
    KpiFactory(owner=owner, code="SECRET", visibility="restricted")
    kpi = KpiFactory(owner=owner, code="SELF", parent=KpiFactory(owner=owner, code="ABOVE"))
    computed(owner, "SELF", code="USES_SELF")

    with pytest.raises(KpiError) as error:
        change_kpi(kpi, actor=owner, reason="A try", **fields)

    assert error.value.field == "formula"


def test_parents_and_formulas_together_make_no_ring(owner):
    a, b = two(owner)
    computed(owner, "A", parent=b)

    with pytest.raises(KpiError) as error:
        change_kpi(b, actor=owner, parent=a)

    assert error.value.field == "parent"
    assert change_kpi(a, actor=owner, parent=b).parent == b


def test_parents_make_no_ring_and_a_kgi_has_none(owner):
    top = KpiFactory(owner=owner, is_kgi=True)
    middle = KpiFactory(owner=owner, parent=top)
    low = KpiFactory(owner=owner, parent=middle)

    for kpi, fields in ((middle, {"parent": low}), (middle, {"parent": middle}), (low, {"is_kgi": True})):
        with pytest.raises(KpiError) as error:
            change_kpi(kpi, actor=owner, **fields)
        assert error.value.field == "parent"


@pytest.mark.parametrize("fields", [{"code": "C"}, {"frequency": "quarter"}, {"visibility": "restricted"}])
def test_a_kpi_others_are_computed_from_stays_fit_for_that(owner, fields):
    a, _b = two(owner)
    computed(owner, "A")

    with pytest.raises(KpiError):
        change_kpi(a, actor=owner, reason="A try", **fields)
    with pytest.raises(KpiError):
        archive_kpi(a, actor=owner)


def test_an_archived_kpi_is_computed_again_when_it_returns(owner):
    a, _b = two(owner)
    kpi = computed(owner, "A")
    archive_kpi(kpi, actor=owner)
    record(a, "2026-09", 5)
    before = actual(kpi, "2026-09")

    restore_kpi(kpi, actor=owner)

    assert (before, actual(kpi, "2026-09")) == (None, 5)


def test_the_check_finds_and_repairs_a_wrong_actual(owner, capsys):
    a, _b = two(owner)
    record(a, "2026-09", 5)
    kpi = computed(owner, "A × 2")
    Measurement.objects.filter(kpi=kpi).update(value=99, computed=99)

    with pytest.raises(CommandError):
        call_command("check_kpis")
    call_command("check_kpis", repair=True)

    assert f"{kpi.code} 2026-09: 99" in capsys.readouterr().out
    assert actual(kpi, "2026-09") == 10
    call_command("check_kpis")


@pytest.mark.parametrize("edits", [pytest.param(1000, marks=pytest.mark.deep), 40])
def test_after_random_edits_every_computed_actual_equals_a_fresh_one(owner, clock, edits):
    dice = Random(edits)
    kpis = grove(owner)
    for number in range(edits):
        clock.move_to(datetime(2026, 9, 1 + 28 * number // edits, tzinfo=UTC))
        edit(dice, owner, kpis)
        assert differing(owner) == []

    assert recount(owner.company) == []
    assert Measurement.objects.filter(computed__isnull=False).exists()


def grove(owner):
    """Leaves measured every day, week and month, and three storeys of formulas over them."""
    rhythms = {"DAYS": "day", "WEEKS": "week", "MONTHS": "month"}
    rules = {"DAYS": "last", "WEEKS": "sum", "MONTHS": "mean"}
    leaves = [
        KpiFactory(owner=owner, code=code, frequency=rhythm, aggregation=rules[code])
        for code, rhythm in rhythms.items()
    ]
    first = computed(owner, "DAYS × 7", code="W", frequency="week")
    second = computed(owner, "W − WEEKS + MONTHS ÷ 3", code="M")
    third = computed(owner, "(M + MONTHS) ÷ WEEKS", code="Q", frequency="quarter")
    return [*leaves, first, second, third]


def edit(dice, owner, kpis):
    """One change as people make them: mostly actuals, at times one typed over a result, or another formula."""
    kpi = dice.choice(kpis)
    if kpi.formula and dice.random() < 0.3:
        formulas = {"W": ["DAYS", "DAYS × 7"], "M": ["W + WEEKS", "WEEKS ÷ MONTHS"], "Q": ["M", "M ÷ WEEKS"]}
        change_kpi(kpi, actor=owner, formula=dice.choice(formulas[kpi.code]), reason="Again")
        return
    day = date.fromordinal(FIRST_DAY.toordinal() + dice.randrange(28))
    period = period_at(day, Frequency(kpi.frequency), APRIL)
    record_measurement(kpi, period, Decimal(dice.randrange(-3, 9)), author=owner)
