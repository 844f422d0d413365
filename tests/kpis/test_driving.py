"""A key result driven by a KPI is what the KPI's actuals say, at every moment."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from goals.domain.agreements import accept, counter, open_agreement
from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.cycles import move_cycle
from goals.domain.errors import GoalError
from goals.domain.key_results import FIELDS, KeyResultTerms, change_key_result, finish_key_result, reopen_key_result
from goals.domain.objectives import change_objective, publish_objective
from goals.domain.recompute import recount
from goals.models import Cycle, KeyResult, Objective
from goals.models.fields import Status
from goals.queries.cards import is_stale_on
from kpis.domain.errors import KpiError
from kpis.domain.kpis import archive_kpi, change_kpi, create_kpi, restore_kpi
from kpis.domain.links import link_kpi, unlink_kpi
from kpis.models import KeyResultLink, Kpi
from people.domain.audit import snapshot
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
)
from tests.factories.kpis import KpiFactory
from tests.kpis.driving import Mode, driven, record, stands

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
D = Decimal


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


# The dates of every key result here are 2026-10-01 to 2026-12-31 unless said; it reaches 100 from 0.
WORKED = [
    ("the latest period that ends within the dates", "month", {}, Mode.LATEST,
     [("2026-09", 10), ("2026-10", 40), ("2026-11", 30), ("2027-01", 90)], (30, "0.3")),
    ("nothing within the dates is nothing", "month", {}, Mode.LATEST, [("2026-09", 10)], (None, "0")),
    ("a quarter ends on the last day", "quarter", {}, Mode.LATEST, [("2026-Q3", 50)], (50, "0.5")),
    ("a week that ends after the dates is not the latest", "week", {}, Mode.LATEST,
     [("2026-W52", 20), ("2026-W53", 99)], (20, "0.2")),
    ("a sum of those so far, gaps passed over", "month", {}, Mode.TO_DATE,
     [("2026-09", 10), ("2026-10", 40), ("2026-12", 25)], (65, "0.65")),
    ("a month that began before is not within", "month", {"starts_on": date(2026, 10, 15)}, Mode.TO_DATE,
     [("2026-10", 40), ("2026-11", 25)], (25, "0.25")),
    ("a week is within where its Thursday is", "week", {}, Mode.TO_DATE,
     [("2026-W39", 1), ("2026-W40", 10), ("2026-W53", 30), ("2027-W01", 5)], (40, "0.4")),
    ("a mean of those so far", "month", {"aggregation": "mean"}, Mode.TO_DATE,
     [("2026-10", 1), ("2026-11", 1), ("2026-12", 2)], ("1.333333", "0.0133")),
    ("of last values the last", "month", {"aggregation": "last"}, Mode.TO_DATE,
     [("2026-10", 60), ("2026-11", 50)], (50, "0.5")),
    ("a falling target", "month", {"start": 9, "target": 5}, Mode.LATEST, [("2026-10", 6)], (6, "0.75")),
    ("periods that kept the bound", "month", {"kind": "keep_at_most", "start": None, "target": 5}, Mode.LATEST,
     [("2026-09", 1), ("2026-10", 4), ("2026-11", 6), ("2026-12", 5)], (5, "0.6667")),
    ("periods within the range", "week", {"kind": "keep_within", "start": None, "target": None, "low": 1, "high": 2},
     Mode.LATEST, [("2026-W41", 1), ("2026-W42", 3)], (3, "0.5")),
]  # fmt: skip


@pytest.mark.parametrize(("frequency", "terms", "mode", "actuals", "expected"), [row[1:] for row in WORKED],
                         ids=[row[0] for row in WORKED])  # fmt: skip
def test_worked_cases(frequency, terms, mode, actuals, expected):
    of_kpi = {name: terms[name] for name in terms if name == "aggregation"}
    owner = UserFactory()
    kpi = KpiFactory(owner=owner, frequency=frequency, **of_kpi)
    key_result = KeyResultFactory(
        objective__owner=owner, **{name: terms[name] for name in terms if name not in of_kpi}
    )
    for key, value in actuals[::2]:
        record(kpi, key, value)
    link_kpi(key_result, kpi, mode, actor=owner)
    for key, value in actuals[1::2]:
        record(kpi, key, value)

    current, progress = expected
    assert stands(key_result) == (current and D(current), D(progress))
    assert recount().differences == []


def test_every_correction_reaches_the_top():
    root = ObjectiveFactory()
    objective = ObjectiveFactory(owner=root.owner, parent=root, alignment="contributes")
    kpi, key_result = driven(objective=objective)
    for value in (10, 40, 35):
        record(kpi, "2026-10", value)
        root.refresh_from_db()
        assert (stands(key_result)[0], root.progress) == (value, D(value) / 100)


def test_a_computed_kpi_drives_too():
    owner = UserFactory()
    part = KpiFactory(owner=owner, code="PART")
    words = {"definition": "d", "why": "w", "category": "financial", "kind": "lagging"}
    whole = create_kpi(owner.company, actor=owner, owner=owner, name="W", code="WHOLE", formula="PART × 2", **words)
    _kpi, key_result = driven(kpi=whole, owner=owner)

    record(part, "2026-10", 30)
    assert stands(key_result) == (60, D("0.6"))
    change_kpi(whole, actor=owner, formula="PART × 3", reason="Counted otherwise")
    assert stands(key_result) == (90, D("0.9"))
    with pytest.raises(KpiError) as refusal:
        change_kpi(whole, actor=owner, formula="", frequency="quarter", reason="By quarter")
    assert refusal.value.field == "frequency"


def test_the_way_it_aggregates_decides_to_date():
    kpi, key_result = driven(Mode.TO_DATE)
    record(kpi, "2026-10", 40)
    record(kpi, "2026-11", 20)

    change_kpi(kpi, actor=kpi.owner, aggregation="mean")

    assert stands(key_result) == (30, D("0.3"))


def terms_of(key_result, **changes):
    return KeyResultTerms(fields=snapshot(key_result, FIELDS) | changes)


def test_a_change_of_terms_is_computed_at_once():
    kpi, key_result = driven(Mode.TO_DATE)
    record(kpi, "2026-10", 40)
    record(kpi, "2026-11", 20)

    terms = terms_of(key_result, starts_on=date(2026, 11, 1), target=D(40))
    change_key_result(key_result, terms, actor=kpi.owner)

    assert stands(key_result) == (20, D("0.5"))


@pytest.mark.parametrize("change", [{"kind": "milestones"}, {"kind": "keep_at_least"}])
def test_a_kind_that_it_cannot_drive_is_refused(change):
    _kpi, key_result = driven(Mode.TO_DATE)

    with pytest.raises(GoalError) as refused:
        change_key_result(key_result, terms_of(key_result, **change), actor=key_result.owner)

    assert refused.value.field == "kind"


# Check-ins beside it


def test_a_check_in_says_the_word_and_notes_the_value():
    kpi, key_result = driven()
    entry = Entry(status=Status.AT_RISK, note="Slow", value=D(99))
    early = post_check_in(key_result, entry, author=kpi.owner)
    record(kpi, "2026-10", 40)
    late = post_check_in(key_result, entry, author=kpi.owner)
    record(kpi, "2026-11", 50)
    corrected = correct_check_in(late, Entry(status=Status.ON_TRACK), author=kpi.owner)

    assert [early.value, late.value, corrected.value] == [None, 40, 40]
    assert stands(key_result) == (50, D("0.5"))
    assert (key_result.status, key_result.trend) == (Status.ON_TRACK, [40, 50])
    assert recount().differences == []


def test_an_actual_is_no_word_of_the_owner():
    kpi, key_result = driven()
    record(kpi, "2026-11", 50)

    key_result.refresh_from_db()
    assert (key_result.status, key_result.last_check_in_at) == (Status.NONE, None)
    assert is_stale_on(key_result, NOON.date())


def test_without_the_link_people_s_last_value_holds_again():
    owner = UserFactory()
    objective = ObjectiveFactory(owner=owner)
    key_result = KeyResultFactory(objective=objective)
    post_check_in(key_result, Entry(status=Status.ON_TRACK, value=D(10)), author=owner)
    kpi = KpiFactory(owner=owner)
    record(kpi, "2026-10", 70)

    link_kpi(key_result, kpi, Mode.LATEST, actor=owner)
    assert stands(key_result) == (70, D("0.7"))
    unlink_kpi(key_result, kpi=kpi, actor=owner)
    assert stands(key_result) == (10, D("0.1"))
    objective.refresh_from_db()
    assert objective.progress == D("0.1")


# What has ended


def test_what_is_done_keeps_its_figures_until_it_is_taken_up_again():
    kpi, key_result = driven()
    record(kpi, "2026-10", 40)
    finish_key_result(key_result, actor=kpi.owner)

    record(kpi, "2026-10", 90)
    assert stands(key_result) == (40, D("0.4"))
    assert recount().differences == []
    with pytest.raises(GoalError):
        change_key_result(key_result, terms_of(key_result, target=D(50)), actor=kpi.owner)
    with pytest.raises(KpiError):
        unlink_kpi(key_result, kpi=kpi, actor=kpi.owner)

    reopen_key_result(key_result, actor=kpi.owner)
    assert stands(key_result) == (90, D("0.9"))


def test_a_closed_cycle_keeps_its_figures_until_it_is_opened_again():
    kpi, key_result = driven()
    objective = key_result.objective
    record(kpi, "2026-10", 40)
    for stage in (Cycle.Stage.REVIEW, Cycle.Stage.CLOSED):
        cycle = move_cycle(objective.cycle, stage, actor=kpi.owner)

    record(kpi, "2026-10", 90)
    assert stands(key_result) == (40, D("0.4"))
    assert recount().differences == []

    move_cycle(cycle, Cycle.Stage.REVIEW, actor=kpi.owner)
    objective.refresh_from_db()
    assert (stands(key_result)[0], objective.progress) == (90, D("0.9"))


def test_a_kpi_that_drives_is_not_archived():
    kpi, key_result = driven()
    with pytest.raises(KpiError):
        archive_kpi(kpi, actor=kpi.owner)

    finish_key_result(key_result, actor=kpi.owner)
    archive_kpi(kpi, actor=kpi.owner)


# What may be linked


def refused(key_result, kpi, mode=Mode.LATEST):
    with pytest.raises(KpiError) as error:
        link_kpi(key_result, kpi, mode, actor=kpi.owner)
    assert not KeyResultLink.objects.filter(key_result=key_result, kpi=kpi).exists()
    return error.value.field


def test_one_drives_and_others_stand_beside_it():
    kpi, key_result = driven()
    other = KpiFactory(owner=kpi.owner)

    assert refused(key_result, other) == "mode"
    link_kpi(key_result, other, Mode.CONTEXT, actor=kpi.owner)
    link_kpi(key_result, kpi, Mode.CONTEXT, actor=kpi.owner)
    link_kpi(key_result, other, Mode.LATEST, actor=kpi.owner)

    assert KeyResult.objects.get().is_automatic


def test_milestones_are_ticked_and_what_is_kept_has_no_sum():
    milestone = MilestoneFactory()
    kpi = KpiFactory(owner=milestone.key_result.objective.owner)
    kept = KeyResultFactory(objective=milestone.key_result.objective, kind="keep_at_least", start=None)

    assert refused(milestone.key_result, kpi) == "mode"
    assert refused(kept, kpi, Mode.TO_DATE) == "mode"


def test_what_is_too_large_to_store_is_refused_where_it_comes_from():
    kpi, key_result = driven(target=D("0.000001"))

    with pytest.raises(KpiError):
        record(kpi, "2026-10", 10**14)

    assert (stands(key_result), kpi.measurements.count()) == ((None, 0), 0)


def test_a_sum_has_no_more_digits_than_an_entered_value_and_is_refused_beyond():
    kpi, key_result = driven(Mode.TO_DATE, target=D(10) ** 14)
    record(kpi, "2026-10", "300000000000000")
    record(kpi, "2026-11", "0.6")
    with pytest.raises(KpiError):
        record(kpi, "2026-12", "800000000000000")

    assert stands(key_result)[0] == 300000000000001
    assert recount(key_result.company).differences == []


RESTRICTED = {"visibility": "restricted"}


def test_a_restricted_kpi_stays_with_its_readers():
    manager = UserFactory()
    department = DepartmentFactory(company=manager.company, manager=manager)
    owner, stranger = UserFactory.create_batch(2, company=manager.company)
    kpi = KpiFactory(owner=owner, department=department, **RESTRICTED)
    place = {"owner": owner, "department": department}
    opened, closed = ObjectiveFactory(**place), ObjectiveFactory(**place, **RESTRICTED)

    assert refused(KeyResultFactory(objective=opened), kpi, Mode.CONTEXT) == "kpi"
    key_result = KeyResultFactory(objective=closed)
    link_kpi(key_result, kpi, Mode.LATEST, actor=owner)
    for fields in ({"visibility": "company"}, {"owner": stranger}):
        with pytest.raises(GoalError):
            change_objective(Objective.objects.get(pk=closed.pk), actor=owner, fields=fields)
    with pytest.raises(GoalError):
        change_key_result(key_result, terms_of(key_result, owner=stranger), actor=owner)
    with pytest.raises(KpiError):
        change_kpi(kpi, actor=owner, owner=stranger)


def test_a_kpi_becomes_restricted_only_without_readers_of_its_key_results():
    kpi, key_result = driven()

    with pytest.raises(KpiError) as refusal:
        change_kpi(kpi, actor=kpi.owner, visibility=Kpi.Visibility.RESTRICTED)
    unlink_kpi(key_result, kpi=kpi, actor=kpi.owner)
    change_kpi(kpi, actor=kpi.owner, visibility=Kpi.Visibility.RESTRICTED)

    assert refusal.value.field == "visibility"


def test_publishing_a_draft_does_not_open_a_restricted_kpi():
    owner = UserFactory()
    kpi = KpiFactory(owner=owner, **RESTRICTED)
    draft = ObjectiveFactory(owner=owner, state="draft", department__company=owner.company, **RESTRICTED)
    key_result = KeyResultFactory(objective=draft)
    link_kpi(key_result, kpi, Mode.CONTEXT, actor=owner)
    key_result.contributors.add(UserFactory(company=owner.company))

    with pytest.raises(GoalError):
        publish_objective(draft, actor=owner)


def test_terms_that_lay_on_the_table_before_the_link_do_not_break_it():
    kpi, key_result = driven(Mode.CONTEXT)
    admin = AdminFactory(company=kpi.company)
    open_agreement(key_result, actor=kpi.owner)
    terms = {"kind": "milestones", "start": None, "target": None}
    countered = counter(key_result, terms, author=admin, seen=1, support="", reason="By steps")
    link_kpi(key_result, kpi, Mode.LATEST, actor=kpi.owner)

    with pytest.raises(GoalError) as refused:
        accept(countered, actor=kpi.owner, seen=2)

    assert refused.value.field == "kind"


def test_what_would_follow_an_archived_kpi_is_not_taken_up_again():
    kpi, key_result = driven()
    finish_key_result(key_result, actor=kpi.owner)
    archive_kpi(kpi, actor=kpi.owner)

    with pytest.raises(GoalError, match=kpi.name):
        reopen_key_result(key_result, actor=kpi.owner)
    restore_kpi(kpi, actor=kpi.owner)
    reopen_key_result(key_result, actor=kpi.owner)


def test_a_cycle_is_not_opened_again_while_a_kpi_it_needs_is_archived():
    kpi, key_result = driven()
    cycle = key_result.objective.cycle
    for stage in (Cycle.Stage.REVIEW, Cycle.Stage.CLOSED):
        move_cycle(cycle, stage, actor=kpi.owner)
    archive_kpi(kpi, actor=kpi.owner)

    with pytest.raises(GoalError, match=kpi.name):
        move_cycle(cycle, Cycle.Stage.REVIEW, actor=kpi.owner)
