"""How much one person carries (A54): told to whoever asks more of them, to themselves and their line."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from goals import rules
from goals.domain import agreements
from goals.models import Cycle, KeyResult, Objective
from goals.queries.load import MOST_CARRIED, load_note, load_notes
from tests.cast import rows
from tests.factories import CycleFactory, IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.goals.agreeing import NOON, company, fresh, hand_over, key_result_in
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
ACTORS = "admin boss lead neighbour member viewer owner contributor stranger"
SEES = f"""
        {ACTORS}
owner   no yes yes no no no yes no no
lead    no yes yes no no no no no no
orphan  yes no no no no no no no no
"""
NOTE = "What could rest, or go to somebody else?"


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON), override("en"):
        yield


people = kept_for_module(company)


@pytest.fixture
def objective(people):
    return ObjectiveFactory(owner=people.member, department=people.sales, cycle__company=people.company)


def give(people, objective, count, **fields):
    """So many key results of the owner."""
    return KeyResultFactory.create_batch(count, objective=objective, owner=people.owner, **fields)


def test_up_to_seven_nothing_is_said_and_from_eight_on_it_is(people, objective):
    give(people, objective, MOST_CARRIED)
    assert load_note(people.owner, people.lead) == ""

    give(people, objective, 1)

    assert load_note(people.owner, people.lead) == f"{people.owner.name} owns 8 live key results. {NOTE}"
    assert load_note(people.owner, people.owner) == f"You own 8 live key results. {NOTE}"
    assert load_note(people.member, people.lead) == ""
    with override("ja"):
        assert load_note(people.owner, people.owner).startswith("現在、8件の主要成果を担当しています。")
        assert load_note(people.owner, people.lead).startswith(f"{people.owner.name}さんは、現在8件の主要成果を")


@pytest.mark.parametrize(
    ("model", "fields", "counts"),
    [
        (KeyResult, {"status": "done"}, False),
        (KeyResult, {"status": "dropped"}, False),
        (KeyResult, {"status": "off_track"}, True),
        (KeyResult, {"paused_on": NOON.date(), "pause_reason": "R"}, False),
        (KeyResult, {"paused_on": NOON.date(), "pause_reason": "R", "resumes_on": NOON.date()}, True),
        (
            KeyResult,
            {"paused_on": NOON.date(), "pause_reason": "R", "resumes_on": NOON.date() + timedelta(days=1)},
            False,
        ),
        (Objective, {"state": "draft"}, False),
        (Objective, {"state": "archived"}, False),
        (Cycle, {"stage": "planning"}, True),
        (Cycle, {"stage": "running"}, True),
        (Cycle, {"stage": "review"}, False),
        (Cycle, {"stage": "closed"}, False),
    ],
)
def test_only_what_is_live_and_does_not_rest_counts(people, objective, model, fields, counts):
    give(people, objective, MOST_CARRIED)
    cycle = CycleFactory(company=people.company, starts_on=NOON.date(), ends_on=NOON.date() + timedelta(days=90))
    other = ObjectiveFactory(owner=people.member, department=people.sales, cycle=cycle)
    [eighth] = give(people, other, 1)
    pk = {KeyResult: eighth.pk, Objective: other.pk, Cycle: cycle.pk}[model]
    model.objects.filter(pk=pk).update(**fields)

    assert bool(load_note(people.owner, people.lead)) == counts


def test_what_the_reader_may_not_read_does_not_show_in_the_number(people, objective):
    give(people, objective, MOST_CARRIED)
    secret = IndividualObjectiveFactory(
        owner=people.neighbour, cycle=objective.cycle, visibility=Objective.Visibility.RESTRICTED
    )
    give(people, secret, 2)

    assert load_note(people.owner, people.lead) == ""
    assert "owns 9 live" in load_note(people.owner, people.boss)
    assert "You own 9 live" in load_note(people.owner, people.owner)


def test_another_company_knows_nothing(people, objective):
    give(people, objective, 8)

    assert load_note(people.owner, people.stranger) == ""


def test_any_number_of_people_cost_one_query(people, objective, django_assert_num_queries):
    give(people, objective, 8)
    KeyResultFactory.create_batch(8, objective=objective, owner=people.member)
    assert people.lead.managed_department_ids  # a request has the tree already

    with django_assert_num_queries(1):
        assert set(load_notes([people.owner, people.member, people.boss], people.lead)) == {
            people.owner.pk,
            people.member.pk,
        }
    with django_assert_num_queries(0):
        assert load_notes([], people.lead) == {}


# The person's page


@pytest.mark.parametrize(("name", "actor", "may"), rows(SEES))
def test_who_is_told_how_much_a_person_carries(people, name, actor, may):
    assert rules.see_load(getattr(people, actor), getattr(people, name)) == may


def person_page(client, reader, person):
    client.force_login(reader)
    client.get("/")  # the first request of a session notes it
    with CaptureQueriesContext(connection) as queries:
        page = client.get(person.get_absolute_url()).content.decode()
    assert len(queries) <= 10
    return page


def test_the_page_tells_the_person_and_their_line_and_no_colleague(client, people, objective):
    give(people, objective, 8)

    assert "You own 8 live key results." in person_page(client, people.owner, people.owner)
    assert "owns 8 live key results." in person_page(client, people.lead, people.owner)
    assert "owns 8 live key results." in person_page(client, people.boss, people.owner)
    for reader in (people.member, people.neighbour, people.admin, people.viewer):
        assert NOTE not in person_page(client, reader, people.owner)


# The form of a key result


def edit(client, reader, thing, name="objective-edit", **sent):
    client.force_login(reader)
    url = reverse(name, args=[thing.pk])
    return client.post(url, sent) if sent else client.get(url)


def test_the_form_says_it_once_a_person_beside_the_owner_named(client, people, objective):
    give(people, objective, 8)
    KeyResultFactory(objective=objective, owner=people.member)

    page = edit(client, people.lead, objective).content.decode()

    assert page.count("owns 8 live key results.") == 1


def test_without_scripts_it_is_said_once_the_form_comes_back(client, people, objective):
    key_result, *_others = give(people, objective, 8)
    mine = KeyResultFactory(objective=objective, owner=people.member)
    typed = {"title": "", "owner": people.owner.name, "milestones-rows": "0"}
    assert NOTE in edit(client, people.owner, key_result, "key-result-edit").content.decode()
    assert NOTE not in edit(client, people.member, mine, "key-result-edit").content.decode()

    wrong = edit(client, people.member, mine, "key-result-edit", **typed)
    added = edit(client, people.member, mine, "key-result-edit", **typed, add="milestones")

    assert (wrong.status_code, NOTE in wrong.content.decode()) == (422, True)
    assert (added.status_code, NOTE in added.content.decode()) == (200, True)


@pytest.mark.parametrize("name", ["owner", "kr-3-owner"])
def test_it_is_fetched_as_a_name_is_chosen(client, people, objective, name):
    give(people, objective, 8)
    client.force_login(people.lead)
    url, sent = reverse("owner-load"), {name: people.owner.name}

    part = client.get(url, sent, headers={"HX-Request": "true"}).content.decode()
    page = client.get(url, sent).content.decode()

    assert f"owns 8 live key results. {NOTE}" in part
    assert (part.strip() in page, "<html" in page) == (True, True)


@pytest.mark.parametrize("typed", ["", "Given", "Nobody", "\0", "x" * 5000])
def test_what_names_nobody_or_several_says_nothing(client, people, objective, typed):
    give(people, objective, 8)
    client.force_login(people.lead)

    answer = client.get(reverse("owner-load"), {"owner": typed}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_a_viewer_writes_no_key_results_and_is_told_nothing(client, people):
    client.force_login(people.viewer)

    assert client.get(reverse("owner-load"), {"owner": people.owner.name}).status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_the_form_costs_one_query_more_for_any_number_of_rows(client, people, objective, count):
    give(people, objective, count)
    edit(client, people.lead, objective)

    with CaptureQueriesContext(connection) as queries:
        edit(client, people.lead, objective)

    assert sum("COUNT(" in query["sql"] and "goals_keyresult" in query["sql"] for query in queries) == 1


# The agreement


def agreement(client, reader, key_result):
    client.force_login(reader)
    client.get("/")  # the first request of a session notes it
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("agreement", args=[key_result.pk])).content.decode()
    assert len(queries) <= 10
    return page


def test_both_parties_are_told_before_they_consent_and_nobody_else(client, people):
    key_result = key_result_in(people, "countered")
    give(people, key_result.objective, 7)
    assert "owns 8 live key results." in agreement(client, people.lead, key_result)
    assert NOTE not in agreement(client, people.owner, key_result)  # who has consented by the counter
    for reader in (people.boss, people.admin, people.member):
        assert NOTE not in agreement(client, reader, key_result)

    agreements.counter(
        fresh(key_result), {"due_on": timezone.localdate()}, author=people.lead, seen=2, support="", reason="Now."
    )

    assert "You own 8 live key results." in agreement(client, people.owner, key_result)
    agreements.accept(key_result, actor=people.owner, seen=3, confidence="low")
    assert fresh(key_result).agreement == KeyResult.Agreement.AGREED  # a guide, never a wall
    assert NOTE not in agreement(client, people.owner, key_result)


def test_whoever_is_to_take_it_over_is_the_one_it_is_about(client, people):
    key_result = key_result_in(people, "agreed")
    give(people, key_result.objective, 8)
    key_result = hand_over(key_result, people.successor, people.owner)
    assert NOTE not in agreement(client, people.lead, key_result)

    KeyResultFactory.create_batch(8, objective=key_result.objective, owner=people.successor)

    assert "owns 8 live key results." in agreement(client, people.lead, key_result)
    assert "You own 8 live key results." in agreement(client, people.successor, key_result)
