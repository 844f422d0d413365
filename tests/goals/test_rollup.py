from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.domain.key_results import KeyResultTerms, change_key_result, drop_key_result
from goals.domain.objectives import (
    archive_objective,
    change_objective,
    create_objective,
    publish_objective,
    restore_objective,
)
from goals.models import Cycle, KeyResult, Milestone, Objective
from goals.models.fields import Status
from tests.factories import CycleFactory, KeyResultFactory, MilestoneFactory, ObjectiveFactory

pytestmark = [pytest.mark.django_db]
SUPPORTS, CONTRIBUTES = Objective.Alignment.SUPPORTS, Objective.Alignment.CONTRIBUTES
RESTRICTED = Objective.Visibility.RESTRICTED


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


def fed_parent(progress="40"):
    """A parent, and the child whose key result stands at ``progress``."""
    parent = ObjectiveFactory()
    child = ObjectiveFactory(owner=parent.owner, parent=parent, alignment=CONTRIBUTES)
    key_result = KeyResultFactory(objective=child)
    post_check_in(key_result, Entry(Status.ON_TRACK, Decimal(progress)), author=child.owner)
    child.refresh_from_db()
    parent.refresh_from_db()
    return parent, child


def change(objective, **fields):
    return change_objective(objective, actor=objective.owner, fields=fields)


def progress_of(objective):
    return Objective.objects.values_list("progress", flat=True).get(pk=objective.pk)


def test_a_parent_forgets_a_child_that_now_only_supports_it():
    parent, child = fed_parent()

    change(child, alignment=SUPPORTS)

    assert progress_of(parent) is None


def test_a_parent_forgets_a_child_that_becomes_restricted():
    parent, child = fed_parent()

    change(child, alignment=SUPPORTS, visibility=RESTRICTED)

    assert progress_of(parent) is None


def test_a_restricted_child_cannot_go_on_contributing():
    _parent, child = fed_parent()

    with pytest.raises(GoalError) as refused:
        change(child, visibility=RESTRICTED)

    assert refused.value.field == "alignment"


def test_a_parent_counts_a_child_from_when_it_contributes():
    parent, child = fed_parent()
    change(child, alignment=SUPPORTS)

    change(child, alignment=CONTRIBUTES)

    assert progress_of(parent) == Decimal("0.4")


def test_a_move_takes_the_progress_along():
    old, child = fed_parent()
    new_top = ObjectiveFactory(owner=child.owner)
    new = ObjectiveFactory(owner=child.owner, parent=new_top, alignment=CONTRIBUTES)

    change(child, parent=new)

    assert [progress_of(each) for each in (old, new, new_top)] == [None, Decimal("0.4"), Decimal("0.4")]


def test_a_child_leaves_its_parent():
    parent, child = fed_parent()

    change(child, parent=None)

    assert progress_of(parent) is None


def test_the_weight_of_a_link_counts():
    parent, child = fed_parent("40")
    other = KeyResultFactory(objective=parent)
    post_check_in(other, Entry(Status.ON_TRACK, Decimal(100)), author=parent.owner)

    change(child, alignment_weight=3)

    assert progress_of(parent) == Decimal("0.55")


def test_archiving_takes_the_progress_away_and_restoring_brings_it_back():
    parent, child = fed_parent()

    archive_objective(child, actor=child.owner)
    assert progress_of(parent) is None

    restore_objective(child, actor=child.owner)
    assert progress_of(parent) == Decimal("0.4")


def test_a_draft_counts_from_its_publication():
    parent = ObjectiveFactory()
    place = {"cycle": parent.cycle, "level": parent.level, "department": parent.department}
    fields = {"title": "Draft", "why": "", "parent": parent, "alignment": CONTRIBUTES, "owner": parent.owner}
    draft = create_objective(actor=parent.owner, fields=fields | place, key_results=[terms(parent)])
    assert progress_of(parent) is None

    publish_objective(draft, actor=parent.owner)

    assert progress_of(parent) == 0


def terms(objective, **fields):
    usual = {
        "title": "Signed contracts",
        "owner": objective.owner,
        "start": Decimal(0),
        "target": Decimal(10),
        "starts_on": objective.cycle.starts_on,
        "due_on": objective.cycle.ends_on,
    }
    return KeyResultTerms(fields=usual | fields)


def test_an_archived_draft_would_come_back_published_so_it_is_refused():
    draft = ObjectiveFactory(state=Objective.State.DRAFT)

    with pytest.raises(GoalError):
        archive_objective(draft, actor=draft.owner)


def test_an_archived_objective_is_restored_not_published():
    archived = ObjectiveFactory(state=Objective.State.ARCHIVED)

    with pytest.raises(GoalError):
        publish_objective(archived, actor=archived.owner)


def test_a_draft_is_published_not_restored():
    draft = ObjectiveFactory(state=Objective.State.DRAFT)

    with pytest.raises(GoalError):
        restore_objective(draft, actor=draft.owner)


def test_a_second_time_changes_nothing():
    objective = ObjectiveFactory()

    assert publish_objective(objective, actor=objective.owner).version == objective.version


def test_nothing_leaves_a_closed_cycle():
    objective = ObjectiveFactory(cycle__stage=Cycle.Stage.CLOSED)
    later = CycleFactory(
        company=objective.company, starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31), stage="planning"
    )

    with pytest.raises(GoalError) as refused:
        change(objective, cycle=later)

    assert refused.value.field == "cycle"


@pytest.mark.parametrize("verb", [archive_objective, publish_objective, restore_objective])
def test_a_closed_cycle_keeps_its_objectives_as_they_are(verb):
    state = {
        archive_objective: Objective.State.ACTIVE,
        publish_objective: Objective.State.DRAFT,
        restore_objective: Objective.State.ARCHIVED,
    }[verb]
    objective = ObjectiveFactory(cycle__stage=Cycle.Stage.CLOSED, state=state)

    with pytest.raises(GoalError):
        verb(objective, actor=objective.owner)


def test_a_closed_cycle_keeps_its_key_results_as_they_are():
    key_result = KeyResultFactory(objective__cycle__stage=Cycle.Stage.CLOSED)

    with pytest.raises(GoalError):
        drop_key_result(key_result, reason="", actor=key_result.owner)
    with pytest.raises(GoalError):
        change_key_result(key_result, terms(key_result.objective), actor=key_result.owner)


def test_a_loop_is_refused():
    parent, child = fed_parent()
    grandchild = ObjectiveFactory(owner=child.owner, parent=child)

    with pytest.raises(GoalError) as refused:
        change(parent, parent=grandchild)

    assert refused.value.field == "parent"


def test_a_change_that_would_undo_a_move_unseen_is_told():
    old, child = fed_parent()
    seen_before = Objective.objects.get(pk=child.pk)
    change(child, parent=ObjectiveFactory(owner=child.owner))

    change(seen_before, title="New title")
    assert Objective.objects.get(pk=child.pk).parent_id != old.pk

    change(seen_before, parent=old)
    assert progress_of(old) == Decimal("0.4")


def test_a_form_that_already_changed_the_object_still_moves_it():
    old, child = fed_parent()
    new = ObjectiveFactory(owner=child.owner)
    child.parent = new

    change(child, parent=new)

    assert [progress_of(old), progress_of(new)] == [None, Decimal("0.4")]


def test_the_title_changes_below_an_archived_parent():
    parent, child = fed_parent()
    archive_objective(parent, actor=parent.owner)

    assert change(child, title="New title").title == "New title"


def test_a_check_in_needs_a_number():
    key_result = KeyResultFactory()

    with pytest.raises(GoalError) as refused:
        post_check_in(key_result, Entry(Status.ON_TRACK), author=key_result.owner)

    assert refused.value.field == "value"


def test_only_milestones_of_its_own_are_ticked():
    milestone, foreign = MilestoneFactory(), MilestoneFactory()

    posted = post_check_in(
        milestone.key_result,
        Entry(Status.ON_TRACK, done_milestones=[milestone.pk, foreign.pk]),
        author=milestone.key_result.owner,
    )

    assert posted.done_milestones == [milestone.pk]


def test_the_milestones_of_another_key_result_are_left_alone():
    milestone, foreign = MilestoneFactory(), MilestoneFactory()
    key_result = milestone.key_result
    key_result_terms = terms(key_result.objective, kind=KeyResult.Kind.MILESTONES)
    key_result_terms.milestones = [{"pk": foreign.pk, "name": "Taken", "weight": 1}]

    change_key_result(key_result, key_result_terms, actor=key_result.owner)

    foreign.refresh_from_db()
    assert foreign.name != "Taken"
    assert list(Milestone.objects.filter(key_result=key_result).values_list("name", flat=True)) == ["Taken"]


def test_two_versions_of_a_form_do_not_mix():
    objective = ObjectiveFactory()
    change_objective(objective, actor=objective.owner, fields={"title": "First"}, version=0)

    with pytest.raises(StaleForm):
        change_objective(objective, actor=objective.owner, fields={"title": "Second"}, version=0)
