"""Agreeing on a key result, in rounds, and what follows from it (product.md, section 6)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction

from goals.domain import agreements
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.domain.key_results import KeyResultTerms
from goals.domain.objectives import change_objective, publish_objective
from goals.models import Consent, Cycle, KeyResult, Objective, Proposal
from notifications.models import Notification
from tests.factories import IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.goals.agreeing import NOON, change, company, fresh, key_result_in
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
State = KeyResult.Agreement


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON):
        yield


people = kept_for_module(company)


def test_rounds_go_on_until_both_consent_and_then_hold(people):
    key_result = key_result_in(people, "proposed")

    lower = {"target": Decimal(60)}
    agreements.counter(
        key_result, lower, author=people.owner, seen=1, support="A designer", reason="Two people left."
    )
    higher = {"target": Decimal(70)}
    agreements.counter(key_result, higher, author=people.lead, seen=2, support="A designer", reason="One is coming.")
    assert fresh(key_result).target == 100  # a counter changes nothing before it is agreed
    agreements.accept(key_result, actor=people.owner, seen=3)

    agreed = fresh(key_result)
    assert (agreed.agreement, agreed.target, agreed.agreed.support) == (State.AGREED, 70, "A designer")
    assert set(agreed.agreed.consents.values_list("party", "person")) == {
        ("owner", people.owner.pk),
        ("manager", people.lead.pk),
    }


def test_new_terms_take_their_figures_with_them(people):
    key_result = key_result_in(people, "agreed")
    post_check_in(key_result, Entry(status="on_track", value=Decimal(40)), author=people.owner)

    change(key_result, people.owner, target=Decimal(80))
    assert (fresh(key_result).target, fresh(key_result).progress) == (100, Decimal("0.4"))
    agreements.accept(key_result, actor=people.lead, seen=2)

    agreed = fresh(key_result)
    assert (agreed.target, agreed.progress, agreed.objective.progress) == (80, Decimal("0.5"), Decimal("0.5"))


@pytest.mark.parametrize("name", ["title", "weight"])
def test_what_is_no_term_changes_at_once(people, name):
    key_result = key_result_in(people, "agreed")
    value = {"title": "Said better", "weight": 3}[name]

    change(key_result, people.owner, **{name: value})

    changed = fresh(key_result)
    assert (getattr(changed, name), changed.agreement) == (value, State.AGREED)


def test_an_edit_before_anything_is_agreed_changes_it_and_voids_the_consent(people):
    key_result = key_result_in(people, "proposed")

    change(key_result, people.owner, target=Decimal(50))

    changed = fresh(key_result)
    assert (changed.target, changed.on_table.number) == (50, 2)
    assert list(changed.on_table.consents.values_list("party", flat=True)) == ["owner"]


def test_the_new_owner_agrees_before_a_key_result_is_handed_over(people):
    key_result = key_result_in(people, "handed")
    assert fresh(key_result).owner == people.owner

    agreements.accept(key_result, actor=people.successor, seen=2)

    assert fresh(key_result).owner == people.successor


def test_a_change_in_the_second_half_of_the_cycle_is_marked(people):
    early, late = key_result_in(people, "agreed"), key_result_in(people, "agreed")
    change(early, people.owner, target=Decimal(80))
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        change(late, people.owner, target=Decimal(80))

    assert [fresh(each).on_table.is_late for each in (early, late)] == [False, True]


def test_publishing_proposes_on_behalf_of_whoever_set_the_terms(people):
    draft = IndividualObjectiveFactory(owner=people.owner, state=Objective.State.DRAFT)
    key_result = KeyResultFactory(objective=draft, proposed_by=people.owner)
    publish_objective(draft, actor=people.owner)
    assert fresh(key_result).agreement == State.PROPOSED

    agreements.accept(key_result, actor=people.lead, seen=1)

    assert fresh(key_result).agreement == State.AGREED


def test_what_a_member_proposed_is_agreed_once_the_manager_publishes_it(people):
    draft = ObjectiveFactory(owner=people.owner, department=people.sales, state=Objective.State.DRAFT)
    key_result = KeyResultFactory(objective=draft, owner=people.owner, proposed_by=people.owner)

    publish_objective(draft, actor=people.lead)

    assert fresh(key_result).agreement == State.AGREED


def test_both_hear_what_the_other_did_and_a_successor_what_awaits_them(people):
    key_result_in(people, "handed")

    told = Notification.objects.order_by("pk").values_list("activity__kind", "activity__actor", "person")
    assert [(kind, actor, person) for kind, actor, person in told] == [
        ("proposed", people.lead.pk, people.owner.pk),
        ("agreed", people.owner.pk, people.lead.pk),
        ("proposed", people.lead.pk, people.owner.pk),
        ("proposed", people.lead.pk, people.successor.pk),
    ]


def test_a_lone_administrator_agrees_alone(people):
    objective = ObjectiveFactory(
        owner=people.admin, level=Objective.Level.COMPANY, department=None, state=Objective.State.DRAFT
    )
    key_result = KeyResultFactory(objective=objective, proposed_by=people.admin)

    publish_objective(objective, actor=people.admin)

    assert fresh(key_result).agreement == State.AGREED


@pytest.mark.parametrize(("owner", "accountable"), [("owner", "lead"), ("lead", "boss"), ("boss", "admin")])
def test_the_accountable_manager_is_the_nearest_who_is_not_the_owner(people, owner, accountable):
    objective = ObjectiveFactory(owner=people.member, department=people.sales)
    if owner == "boss":
        objective.department = people.head
        objective.save()
    key_result = KeyResultFactory(objective=objective, owner=getattr(people, owner))
    opened = agreements.open_agreement(key_result, actor=getattr(people, owner))

    agreements.accept(opened, actor=getattr(people, accountable), seen=1)

    assert fresh(key_result).agreement == State.AGREED


def test_an_answer_to_what_no_longer_lies_there_is_refused(people):
    key_result = key_result_in(people, "proposed")
    agreements.counter(key_result, {"target": Decimal(60)}, author=people.owner, seen=1, support="", reason="Less.")

    with pytest.raises(StaleForm):
        agreements.accept(key_result, actor=people.lead, seen=1)


def test_a_counter_that_asks_for_nothing_is_refused(people):
    key_result = key_result_in(people, "proposed")

    with pytest.raises(GoalError):
        agreements.counter(
            key_result, {"target": Decimal(100)}, author=people.owner, seen=1, support="", reason="Hm."
        )


@pytest.mark.parametrize("ended", ["closed", "done", "archived"])
def test_nothing_is_agreed_about_what_has_ended(people, ended):
    key_result = key_result_in(people, "proposed")
    if ended == "closed":
        Cycle.objects.update(stage="closed")
    elif ended == "done":
        KeyResult.objects.update(status="done")
    else:
        Objective.objects.update(state="archived")

    with pytest.raises(GoalError):
        agreements.accept(key_result, actor=people.owner, seen=1)


def test_agreeing_twice_is_agreeing_once(people):
    key_result = key_result_in(people, "proposed")

    agreements.accept(key_result, actor=people.owner, seen=1)
    agreements.accept(key_result, actor=people.owner, seen=1)

    assert Consent.objects.count() == 2


@pytest.mark.parametrize("model", [Proposal, Consent])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_trail_cannot_be_changed(people, model, verb):
    key_result_in(people, "agreed")
    row = model.objects.first()

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save() if verb == "update" else row.delete()


def test_a_published_key_result_is_dropped_not_removed(people):
    key_result = key_result_in(people, "proposed")
    gone = KeyResultTerms({}, pk=key_result.pk, is_removed=True)

    with pytest.raises(GoalError) as refused:
        change_objective(key_result.objective, actor=people.lead, fields={}, key_results=[gone])

    assert refused.value.field == "title"


def test_a_counter_has_to_fit_itself(people):
    key_result = key_result_in(people, "proposed")
    for asked in ({"target": key_result.start}, {"due_on": date(2026, 9, 1)}):
        with pytest.raises(GoalError):
            agreements.counter(key_result, asked, author=people.owner, seen=1, support="", reason="Less.")


def test_both_dates_of_what_is_agreed_move_together(people):
    key_result = key_result_in(people, "agreed")

    change(key_result, people.owner, starts_on=date(2027, 1, 5), due_on=date(2027, 3, 1))
    assert fresh(key_result).starts_on == date(2026, 10, 1)
    agreements.accept(key_result, actor=people.lead, seen=2)

    assert fresh(key_result).starts_on == date(2027, 1, 5)
