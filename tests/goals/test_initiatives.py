"""Initiatives: their arithmetic in key results, who may do what, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from goals import rules
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.initiatives import (
    add_item,
    change_initiative,
    create_initiative,
    move_initiative,
    remove_item,
    tick_item,
)
from goals.domain.key_results import drop_key_result
from goals.domain.objectives import delete_draft
from goals.domain.recompute import recount
from goals.models import Initiative, Objective
from goals.models.fields import Status
from people.models import AuditEntry
from tests.cast import cast, rows
from tests.factories import IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.factories.initiatives import ActionItemFactory, CountedKeyResultFactory, InitiativeFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
DAYS = {"starts_on": date(2026, 11, 1), "due_on": date(2026, 11, 30)}
State = Initiative.State


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


def served_by(key_result, *items_done):
    """An initiative of the key result's owner with an action item for each, done or not."""
    initiative = InitiativeFactory(owner=key_result.owner, key_results=[key_result])
    for done in items_done:
        ActionItemFactory(initiative=initiative, done=done)
    return initiative


def tick(item, is_done=True):
    return tick_item(item, is_done=is_done, actor=item.initiative.owner)


def test_progress_is_the_share_of_items_done_in_all_initiatives_that_are_not_dropped():
    parent = ObjectiveFactory()
    link = {"parent": parent, "alignment": Objective.Alignment.CONTRIBUTES}
    key_result = CountedKeyResultFactory(objective=ObjectiveFactory(owner=parent.owner, **link))
    first, second = served_by(key_result, True, False), served_by(key_result, False)

    shares = []
    for act in (
        lambda: tick(second.items.get()),
        lambda: add_item(first, actor=first.owner, fields={"text": "One more"}),
        lambda: tick(first.items.first(), is_done=False),
        lambda: move_initiative(first, State.DROPPED, actor=first.owner, reason="No effect"),
        lambda: move_initiative(first, State.DOING, actor=first.owner),
        lambda: remove_item(first.items.last(), actor=first.owner),
    ):
        act()
        parent.refresh_from_db()
        shares.append(parent.progress)

    assert shares == [Decimal(each) for each in ("0.6667", "0.5000", "0.2500", "1.0000", "0.2500", "0.3333")]
    assert recount().differences == []


def test_without_action_items_there_is_no_value_and_no_progress():
    key_result = CountedKeyResultFactory()
    item = ActionItemFactory(initiative=served_by(key_result))
    tick(item)

    remove_item(item, actor=item.initiative.owner)

    key_result.refresh_from_db()
    assert (key_result.current, key_result.progress, key_result.trend) == (None, 0, [])


def test_a_check_in_beside_it_bears_the_count_and_says_the_word():
    key_result = CountedKeyResultFactory()
    served_by(key_result, True, True, False)
    change_initiative(served_by(key_result, False), actor=key_result.owner, fields={}, key_results=[key_result])

    check_in = post_check_in(key_result, Entry(status=Status.AT_RISK, value=Decimal(99)), author=key_result.owner)

    key_result.refresh_from_db()
    assert (check_in.value, key_result.progress, key_result.status) == (2, Decimal("0.5000"), Status.AT_RISK)
    assert recount().differences == []


def test_what_has_ended_keeps_its_progress():
    key_result = CountedKeyResultFactory()
    initiative = served_by(key_result, False, False)
    tick(initiative.items.first())
    drop_key_result(key_result, reason="Enough", actor=key_result.owner)

    tick(initiative.items.last())

    key_result.refresh_from_db()
    assert key_result.progress == Decimal("0.5000")
    assert recount().differences == []


def test_a_tick_begins_a_planned_initiative_and_is_told_once():
    item = ActionItemFactory()

    tick(item)
    tick(item)

    item.initiative.refresh_from_db()
    actions = AuditEntry.objects.filter(object_id=item.initiative.pk).values_list("action", flat=True)
    assert (item.initiative.state, sorted(actions)) == (State.DOING, ["initiative.doing", "initiative.item_done"])


def test_loops_of_waits_are_refused():
    first, second, third = InitiativeFactory.create_batch(3, owner=cast().owner)
    change_initiative(second, actor=first.owner, fields={}, needs=[first])
    change_initiative(third, actor=first.owner, fields={}, needs=[second])

    with pytest.raises(GoalError) as refused:
        change_initiative(first, actor=first.owner, fields={}, needs=[third])
    with pytest.raises(IntegrityError), transaction.atomic():
        first.needs.add(first)

    assert refused.value.field == "needs"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": date(2026, 10, 31)}, "due_on"),
        ({"due_on": date(9999, 12, 31)}, "due_on"),
        ({"starts_on": NOON.date() - timedelta(days=1900)}, "starts_on"),
    ],
)
def test_impossible_dates_are_refused(fields, field):
    initiative = InitiativeFactory()

    with pytest.raises(GoalError) as refused:
        change_initiative(initiative, actor=initiative.owner, fields=fields)

    assert refused.value.field == field


def test_rights():
    company = cast()
    objective = IndividualObjectiveFactory(owner=company.objective_owner)
    key_result = KeyResultFactory(objective=objective, owner=company.objective_owner)
    initiative = InitiativeFactory(owner=company.owner, key_results=[key_result])
    item = ActionItemFactory(initiative=initiative, owner=company.contributor)

    answers = {
        "edit": lambda person: rules.edit_initiative(person, initiative),
        "tick": lambda person: rules.tick_item(person, item),
    }

    expected = """
               owner  objective_owner  contributor  lead  boss  neighbour  member  viewer  admin  stranger
        edit   yes    yes              no           yes   yes   no         no      no      no     no
        tick   yes    no               yes          yes   yes   no         no      no      no     no
    """
    for verb, actor, answer in rows(expected):
        assert answers[verb](getattr(company, actor)) is answer, (verb, actor)


def test_only_those_who_report_it_let_an_initiative_count_in_a_key_result():
    company = cast()
    key_result = CountedKeyResultFactory(objective=IndividualObjectiveFactory(owner=company.owner))
    fields = {"title": "Mine", "owner": company.member, **DAYS}

    with pytest.raises(GoalError) as refused:
        create_initiative(actor=company.member, fields=fields, key_results=[key_result])
    created = create_initiative(actor=company.lead, fields=fields, key_results=[key_result], items=["a", "b"])
    with pytest.raises(GoalError):
        change_initiative(created, actor=company.member, fields={}, key_results=[])

    assert refused.value.field == "key_results"
    assert [item.text for item in created.items.all()] == ["a", "b"]


def test_nobody_plans_for_people_they_do_not_manage():
    company = cast()

    with pytest.raises(GoalError) as refused:
        create_initiative(actor=company.member, fields={"title": "Theirs", "owner": company.owner, **DAYS})

    assert refused.value.field == "owner"


def test_who_reads_it_reads_one_of_its_key_results():
    company = cast()
    restricted = ObjectiveFactory(
        owner=company.objective_owner, department=company.sales, visibility=Objective.Visibility.RESTRICTED
    )
    hidden = InitiativeFactory(owner=company.owner, key_results=[KeyResultFactory(objective=restricted)])
    ActionItemFactory(initiative=hidden, owner=company.contributor)
    everybodys = InitiativeFactory(owner=company.owner)

    def readers(initiative):
        people = ("owner", "objective_owner", "contributor", "lead", "boss", "admin", "member", "viewer", "stranger")
        return {each for each in people if Initiative.objects.visible_to(getattr(company, each)).contains(initiative)}

    assert readers(hidden) == {"owner", "objective_owner", "contributor", "lead", "boss", "admin"}
    assert readers(everybodys) == readers(hidden) | {"member", "viewer"}


def test_what_an_editor_may_not_read_stays_linked():
    company = cast()
    restricted = ObjectiveFactory(
        owner=company.objective_owner, department=company.design, visibility=Objective.Visibility.RESTRICTED
    )
    secret = KeyResultFactory(objective=restricted)
    initiative = InitiativeFactory(owner=company.owner, key_results=[secret])

    change_initiative(initiative, actor=company.owner, fields={}, key_results=[])

    assert list(initiative.key_results.all()) == [secret]


def test_a_draft_that_initiatives_serve_is_not_deleted():
    draft = ObjectiveFactory(state=Objective.State.DRAFT)
    InitiativeFactory(owner=draft.owner, key_results=[KeyResultFactory(objective=draft)])

    with pytest.raises(GoalError):
        delete_draft(draft, actor=draft.owner)
