"""The pages of one objective and one key result: who reads them, and that they say what is stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from goals.domain.check_ins import Entry, correct_check_in, post_check_in
from goals.domain.key_results import finish_key_result
from goals.domain.objectives import FIELDS, archive_objective, change_objective
from goals.models import KeyResult, Objective
from goals.queries.cards import is_stale_on
from goals.queries.explain import explain_key_result, explain_objective
from goals.queries.key_result_page import key_result_page
from goals.queries.objective_page import objective_page
from people.models import AuditEntry
from tests.factories import (
    AdminFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)

pytestmark = [pytest.mark.django_db]
TODAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory(start=9, target=5, unit="days", title="Answer within 5 days")


@pytest.fixture
def objective(key_result):
    return key_result.objective


def check_in(key_result, value, status="on_track", **more):
    return post_check_in(
        key_result, Entry(status=status, value=value and Decimal(value), **more), author=key_result.owner
    )


def address(subject, name=None):
    return subject.get_absolute_url() if name is None else reverse(name, args=[subject.pk])


def colleague(subject, factory=UserFactory, **more):
    return factory(company=subject.company, **more)


def page_of(key_result):
    found = KeyResult.objects.select_related("objective__cycle", "objective__owner", "owner", "company").get(
        pk=key_result.pk
    )
    return key_result_page(found, key_result.company.users.get(pk=key_result.owner_id), TODAY)


# Who reads what


@pytest.mark.parametrize("factory", [UserFactory, ViewerFactory, AdminFactory])
def test_everybody_of_the_company_reads_what_is_published(client, objective, key_result, factory):
    client.force_login(colleague(objective, factory))

    assert client.get(address(objective)).status_code == 200
    assert client.get(address(key_result)).status_code == 200


def test_another_company_finds_nothing(client, objective, key_result):
    client.force_login(AdminFactory())

    assert client.get(address(objective)).status_code == 404
    assert client.get(address(key_result)).status_code == 404


@pytest.mark.parametrize("change", [{"state": "draft"}, {"visibility": "restricted"}])
@pytest.mark.parametrize(
    ("reader", "status"),
    [("owner", 200), ("carrier", 200), ("manager", 200), ("admin", 200), ("colleague", 404), ("viewer", 404)],
)
def test_drafts_and_restricted_ones_are_read_by_those_concerned(client, objective, change, reader, status):
    Objective.objects.filter(pk=objective.pk).update(**change)
    people = {
        "owner": objective.owner,
        "carrier": colleague(objective),
        "manager": colleague(objective),
        "admin": colleague(objective, AdminFactory),
        "colleague": colleague(objective),
        "viewer": colleague(objective, ViewerFactory),
    }
    KeyResultFactory(objective=objective, owner=people["carrier"])
    objective.department.manager = people["manager"]
    objective.department.save()
    client.force_login(people[reader])

    assert client.get(address(objective)).status_code == status
    assert client.get(address(objective.key_results.first())).status_code == status


def test_a_parent_says_how_many_are_hidden(client, objective):
    IndividualObjectiveFactory(
        owner=colleague(objective), cycle=objective.cycle, parent=objective, visibility="restricted", title="Secret"
    )
    client.force_login(colleague(objective))

    page = client.get(address(objective)).content.decode()

    assert "1 hidden" in page
    assert "Secret" not in page


def test_a_hidden_parent_is_not_named(client, objective):
    Objective.objects.filter(pk=objective.pk).update(visibility="restricted", title="Secret")
    child = IndividualObjectiveFactory(owner=colleague(objective), cycle=objective.cycle, parent=objective)
    change_objective(
        child,
        actor=child.owner,
        fields={name: getattr(child, name) for name in FIELDS} | {"contribution": "x"},
    )
    client.force_login(colleague(objective))

    for url in (address(child), address(child, "objective-changes")):
        assert "Secret" not in client.get(url).content.decode()


# What they say


def test_the_explanation_ends_in_the_stored_figure(key_result, objective):
    check_in(key_result, "6.2")
    weighty = KeyResultFactory(objective=objective, weight=2, kind="keep_at_most", start=None, target=5)
    check_in(weighty, "4")
    child = ObjectiveFactory(owner=objective.owner, parent=objective, alignment="contributes", alignment_weight=3)
    check_in(KeyResultFactory(objective=child), "50")

    key_result.refresh_from_db()
    objective.refresh_from_db()
    child.refresh_from_db()
    assert (key_result.progress, objective.progress) == (Decimal("0.7000"), Decimal("0.7000"))
    assert explain_key_result(key_result, list(key_result.check_ins.effective()), [])[1:] == [
        "= (6.2 − 9) ÷ (5 − 9)",
        "= -2.8 ÷ -4",
        "= 0.7, which is 70%",
    ]
    lines = explain_objective(objective, list(objective.key_results.all()), [child])
    assert lines[-2:] == ["= 4.2 ÷ 6", "= 0.7, which is 70%"]


def test_keeping_is_explained_by_periods(key_result):
    keep = KeyResultFactory(objective=key_result.objective, kind="keep_at_least", start=None, target=90)
    for day, value in [(4, "80"), (11, "95"), (18, "91")]:
        with time_machine.travel(NOON.replace(day=day), tick=False):
            check_in(keep, value)

    page = page_of(keep)

    assert page.explanation[1:] == ["= 2 ÷ 3", "= 0.6667, which is 67%"]
    assert page.bound == "The latest value, 91, keeps the bound."


def test_milestones_are_explained_by_weight():
    first = MilestoneFactory(weight=3)
    MilestoneFactory(key_result=first.key_result)
    check_in(first.key_result, None, done_milestones=[first.pk])

    page = page_of(first.key_result)

    assert page.explanation[1:] == ["= 3 ÷ 4", "= 0.75, which is 75%"]
    assert [is_done for _milestone, is_done in page.milestones] == [True, False]


def test_a_forecast_follows_the_pace_of_the_last_check_in(key_result):
    check_in(key_result, "7")

    assert page_of(key_result).forecast == "Going on like this, it ends at 5.2 days on Thu 31 Dec 2026."


def test_no_forecast_from_the_first_days(key_result):
    with time_machine.travel(NOON.replace(month=10, day=5), tick=False):
        check_in(key_result, "8")

    assert page_of(key_result).forecast == ""


def test_the_page_says_when_word_and_pace_disagree(key_result):
    check_in(key_result, "9", status="on_track")

    page = page_of(key_result)

    assert page.gap == "Far behind its pace (-52.8pt)"
    assert page.disagreement.startswith("The owner says on track")


def test_a_late_key_result_says_so(client, key_result):
    KeyResult.objects.filter(pk=key_result.pk).update(due_on=date(2026, 11, 1))

    assert page_of(key_result).is_late


def test_the_history_keeps_what_was_corrected(client, key_result):
    wrong = check_in(key_result, "75")
    correct_check_in(wrong, Entry(status="on_track", value=Decimal("7.5")), author=key_result.owner)

    newest, oldest = page_of(key_result).history

    assert (newest.number, newest.replaces, newest.correct_url != "") == (2, 1, True)
    assert (oldest.number, oldest.replaced_by, oldest.correct_url) == (1, 2, "")
    client.force_login(key_result.owner)
    assert '<del class="num">75 days</del>' in client.get(address(key_result)).content.decode()


def test_a_stretch_shows_target_against_start(objective, key_result):
    Objective.objects.filter(pk=objective.pk).update(ambition="stretch")
    doubled = KeyResultFactory(objective=objective, start=50, target=60)

    assert page_of(doubled).stretch == "The target is 120% of the start."


def test_the_pace_line_of_the_chart_meets_the_pace(objective, key_result):
    check_in(key_result, "7")
    objective.refresh_from_db()

    page = objective_page(objective, objective.owner, TODAY)

    assert page.card.pace == "53%"
    assert [point.value for point in page.chart.pace][:: len(page.chart.pace) - 1] == [0, 100]


def test_changes_are_told_in_words(client, objective):
    client.force_login(objective.owner)
    fields = {name: getattr(objective, name) for name in FIELDS} | {"title": "Better"}
    change_objective(objective, actor=objective.owner, fields=fields | {"ambition": "stretch"})

    page = client.get(address(objective, "objective-changes")).content.decode()

    assert "changed the objective" in page
    assert "<del>Committed</del>" in page
    assert "<ins>Stretch</ins>" in page


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_objective_page_costs_the_same_for_any_number_of_rows(client, objective, rows):
    KeyResultFactory.create_batch(rows, objective=objective)
    for _number in range(rows):
        ObjectiveFactory(owner=objective.owner, parent=objective)
    client.force_login(objective.owner)
    client.get(address(objective))

    assert queries_of(client, address(objective)) == 9


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_key_result_page_costs_the_same_for_any_number_of_rows(client, key_result, rows):
    for value in range(rows):
        check_in(key_result, str(value))
    client.force_login(key_result.owner)
    client.get(address(key_result))

    assert queries_of(client, address(key_result)) == 7


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# Acts


@pytest.fixture
def own():
    """An individual objective with one key result, both its owner's."""
    objective = IndividualObjectiveFactory()
    KeyResultFactory(objective=objective)
    return objective


def test_the_owner_archives_and_undoes_it(client, own):
    client.force_login(own.owner)

    page = client.post(address(own, "objective-archive"), follow=True).content.decode()
    own.refresh_from_db()
    assert own.is_archived
    assert f'action="{address(own, "objective-restore")}"' in page

    client.post(address(own, "objective-restore"))
    own.refresh_from_db()
    assert own.state == "active"


def test_a_draft_is_published_by_those_who_run_the_place(client):
    draft = ObjectiveFactory(state="draft")
    manager = colleague(draft)
    draft.department.manager = manager
    draft.department.save()
    client.force_login(draft.owner)
    assert client.post(address(draft, "objective-publish")).status_code == 403

    client.force_login(manager)
    client.post(address(draft, "objective-publish"))
    draft.refresh_from_db()
    assert draft.state == "active"


def test_a_draft_is_deleted_after_a_question(client):
    draft = IndividualObjectiveFactory(state="draft")
    client.force_login(draft.owner)

    assert client.get(address(draft, "objective-delete")).status_code == 200
    client.post(address(draft, "objective-delete"))

    assert not Objective.objects.filter(pk=draft.pk).exists()


def test_what_was_published_is_not_deleted(client, own):
    client.force_login(own.owner)

    assert client.post(address(own, "objective-delete")).status_code == 403


def test_the_owner_states_another_status_with_a_reason(client, own):
    client.force_login(own.owner)

    refused = client.post(address(own, "objective-status"), {"status": "at_risk", "reason": ""})
    client.post(address(own, "objective-status"), {"status": "at_risk", "reason": "The supplier is late."})

    own.refresh_from_db()
    assert refused.status_code == 422
    assert (own.status, own.stated_reason) == ("at_risk", "The supplier is late.")
    page = client.get(address(own)).content.decode()
    assert "The owner says “At risk”: The supplier is late." in page


def test_a_colleague_states_nothing(client, own):
    client.force_login(colleague(own))

    assert client.post(address(own, "objective-status"), {"status": "at_risk"}).status_code == 403


def test_a_key_result_is_done_dropped_and_taken_up_again(client, own):
    key_result = own.key_results.get()
    client.force_login(own.owner)

    client.post(address(key_result, "key-result-finish"))
    key_result.refresh_from_db()
    assert key_result.status == "done"

    client.post(address(key_result, "key-result-reopen"))
    refused = client.post(address(key_result, "key-result-drop"), {"reason": ""})
    key_result.refresh_from_db()
    assert (refused.status_code, key_result.status) == (422, "none")

    client.post(address(key_result, "key-result-drop"), {"reason": "The market moved."})
    key_result.refresh_from_db()
    assert (key_result.status, key_result.closing_reason) == ("dropped", "The market moved.")


@pytest.mark.parametrize("act", ["key-result-finish", "key-result-drop", "key-result-reopen", "key-result-edit"])
def test_a_colleague_may_not_act_on_a_key_result(client, own, act):
    client.force_login(colleague(own))

    assert client.post(address(own.key_results.get(), act)).status_code == 403


def test_a_key_result_that_is_done_is_not_done_again(client, own):
    key_result = own.key_results.get()
    finish_key_result(key_result, actor=own.owner)
    client.force_login(own.owner)

    for act in ("key-result-finish", "key-result-drop"):
        response = client.post(address(key_result, act), {"reason": "Too late."})
        assert (response.status_code, response.url) == (302, key_result.get_absolute_url())

    key_result.refresh_from_db()
    assert key_result.status == "done"
    assert AuditEntry.objects.filter(action="key_result.done").count() == 1
    assert not AuditEntry.objects.filter(action="key_result.dropped").exists()


def test_a_click_too_many_archives_once(client, own):
    client.force_login(own.owner)

    answers = [client.post(address(own, "objective-archive")).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert AuditEntry.objects.filter(action="objective.archived").count() == 1


def test_key_results_of_an_archived_objective_are_not_ended(client, own):
    key_result = own.key_results.get()
    archive_objective(own, actor=own.owner)
    client.force_login(own.owner)

    assert client.post(address(key_result, "key-result-finish")).status_code == 403


def key_result_terms(key_result, **changes):
    return {
        "title": "Answer within 4 days",
        "kind": "reach",
        "unit": "days",
        "start": "9",
        "target": "4",
        "weight": "1",
        "ownership": "contributor",
        "milestones-rows": "0",
        "version": key_result.objective.version,
    } | changes


def test_an_owner_edits_their_key_result_alone(client, key_result):
    owner = colleague(key_result)
    KeyResult.objects.filter(pk=key_result.pk).update(owner=owner)
    client.force_login(owner)

    response = client.post(address(key_result, "key-result-edit"), key_result_terms(key_result, owner=owner.name))

    key_result.refresh_from_db()
    assert response.status_code == 302
    assert (key_result.target, key_result.owner) == (4, owner)


def test_a_key_result_edited_meanwhile_shows_what_changed(client, key_result):
    client.force_login(key_result.owner)
    opened = NOON.isoformat()
    url = address(key_result, "key-result-edit")
    with time_machine.travel(NOON.replace(hour=4), tick=False):
        client.post(url, key_result_terms(key_result, target="3"))

    response = client.post(url, key_result_terms(key_result, target="2", opened_at=opened))

    page = response.content.decode()
    assert response.status_code == 409
    assert "<ins>3</ins>" in page
    assert 'value="2"' in page


@pytest.mark.parametrize("name", ["objective-edit", "objective-status", "objective-delete", "objective-publish"])
def test_an_archived_objective_only_comes_back(client, own, name):
    archive_objective(own, actor=own.owner)
    client.force_login(own.owner)

    assert client.post(address(own, name)).status_code == 403


def test_the_annual_objective_of_another_cycle_may_be_the_parent(client, own):
    year = CycleFactory(company=own.company, kind="year", starts_on="2026-04-01", ends_on="2027-03-31")
    parent = ObjectiveFactory(
        owner=own.owner, cycle=year, department=DepartmentFactory(company=own.company), title="The year"
    )
    Objective.objects.filter(pk=own.pk).update(parent=parent)
    client.force_login(own.owner)

    assert "Supports “The year”" in client.get(address(own)).content.decode()


@pytest.mark.parametrize(("state", "is_stale"), [("active", True), ("draft", False)])
def test_nothing_in_a_draft_is_called_not_updated(state, is_stale):
    assert is_stale_on(KeyResultFactory(objective__state=state), TODAY) == is_stale
