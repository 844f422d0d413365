"""Everything a person carries goes to others, all of it or nothing (docs/adr/0035)."""

from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goals.domain.errors import StaleForm
from goals.models import ActionItem, Initiative, KeyResult, Objective
from kpis.models import Kpi
from notifications.models import Activity, Notification
from okrapp.belongings import belongings_of
from okrapp.hand_over_acts import Move, hand_over_all
from people.domain.accounts import deactivate_person
from people.models import AuditEntry, Department, User
from tests.cast import cast
from tests.factories import IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.factories.initiatives import ActionItemFactory, InitiativeFactory
from tests.factories.kpis import KpiFactory
from tests.goals.agreeing import NOON
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON):
        yield


people = kept_for_module(cast)


@pytest.fixture
def left(people):
    """One of each kind in the owner's name, in sales, and an objective of their own."""
    place = {"owner": people.owner, "department": people.sales, "cycle__company": people.company}
    objective = ObjectiveFactory(**place)
    key_result = KeyResultFactory(objective=objective)
    initiative = InitiativeFactory(owner=people.owner, key_results=[key_result])
    return SimpleNamespace(
        objective=objective,
        own=IndividualObjectiveFactory(owner=people.owner, cycle=objective.cycle),
        key_result=key_result,
        kpi=KpiFactory(owner=people.owner, department=people.sales),
        initiative=initiative,
        item=ActionItemFactory(initiative=initiative, owner=people.owner),
    )


def url(person):
    return reverse("person-hand-over", args=[person.pk])


def keys(person, viewer):
    person = User.objects.get(pk=person.pk)
    return [each.key for group in belongings_of(person, viewer) for each in group.allowed]


def send(client, people, actor, *, action="hand-over", **sent):
    client.force_login(actor)
    form = {
        "to": people.member.name,
        "note": "Ask Mori.",
        "reason": "",
        "take": keys(people.owner, actor),
        "action": action,
    }
    return client.post(url(people.owner), form | sent)


def holders(left):
    """Who has what, from the database; of the key result who is asked."""
    on_table = KeyResult.objects.get(pk=left.key_result.pk).on_table
    return [
        Objective.objects.get(pk=left.objective.pk).owner,
        Objective.objects.get(pk=left.own.pk).owner,
        Kpi.objects.get(pk=left.kpi.pk).owner,
        Initiative.objects.get(pk=left.initiative.pk).owner,
        ActionItem.objects.get(pk=left.item.pk).owner,
        on_table and on_table.owner,
    ]


def test_the_manager_hands_all_of_it_over_at_once(client, people, left):
    answer = send(client, people, people.lead)

    assert answer.url == url(people.owner)
    assert holders(left) == [people.member] * 6
    assert KeyResult.objects.get(pk=left.key_result.pk).owner == people.owner
    handed = AuditEntry.objects.filter(action__in=["objective.handed_over", "initiative.handed_over", "kpi.changed"])
    assert handed.count() == 4


def test_the_successor_hears_of_it_once(client, people, left):
    for _press in range(2):
        send(client, people, people.lead, take=keys(people.owner, people.lead))

    notices = Notification.objects.filter(activity__kind=Activity.Kind.HANDED_OVER)
    assert [each.person for each in notices] == [people.member]
    assert notices[0].activity.data == {"counts": {"objective": 2, "kpi": 1, "initiative": 1, "item": 1}}
    assert KeyResult.objects.get(pk=left.key_result.pk).proposals.count() == 1
    client.force_login(people.member)
    page = client.get(reverse("notifications")).content.decode()
    assert "2 objectives, 1 KPI, 1 initiative, 1 action item" in page


def test_pressing_twice_on_the_same_page_changes_nothing_more(client, people, left):
    taken = keys(people.owner, people.lead)

    answers = [send(client, people, people.lead, take=taken).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert Activity.objects.filter(kind=Activity.Kind.HANDED_OVER).count() == 1


def test_one_of_them_goes_to_somebody_else_and_one_stays(client, people, left):
    taken = [key for key in keys(people.owner, people.lead) if not key.startswith("kpi")]

    send(client, people, people.lead, take=taken, **{f"to-objective-{left.own.pk}": people.contributor.name})

    assert holders(left) == [
        people.member,
        people.contributor,
        people.owner,
        people.member,
        people.member,
        people.member,
    ]


def test_before_it_is_done_a_preview_says_what_will_happen(client, people, left):
    client.force_login(people.lead)
    sent = {"to": people.member.name, "note": "Ask Mori.", "take": keys(people.owner, people.lead)}

    page = client.post(url(people.owner), sent).content.decode()

    assert "This will happen" in page
    assert page.count("→") == 6
    assert holders(left)[0] == people.owner


def test_all_or_nothing(client, people, left):
    """The key result has become another's to decide while the page stood open."""
    taken = keys(people.owner, people.lead)
    seen = {f"seen-key_result-{left.key_result.pk}": "7"}

    answer = send(client, people, people.lead, take=taken, **seen)

    assert answer.status_code == 409
    assert holders(left)[:5] == [people.owner] * 5


def test_what_has_gone_to_a_third_meanwhile_is_asked_about(client, people, left):
    taken = keys(people.owner, people.lead)
    Objective.objects.filter(pk=left.own.pk).update(owner=people.contributor)

    assert send(client, people, people.lead, take=taken).status_code == 409
    assert holders(left)[0] == people.owner


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"to": ""}, "Say who is to have it."),
        ({"note": ""}, "needs to know where it stands"),
        ({"take": []}, "Choose what is to be handed over."),
        ({"to": "Nobody"}, "is not on the list"),
    ],
)
def test_the_page_says_what_is_missing(client, people, left, wrong, sentence):
    answer = send(client, people, people.lead, **wrong)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert holders(left)[0] == people.owner


def test_an_unknown_successor_is_named_where_they_were_typed_and_nowhere_else(client, people, left):
    shown = send(client, people, people.lead, to="Nobody").content.decode()

    assert shown.count("is not on the list") == 1
    assert "Say who is to have it." not in shown


def test_what_the_domain_refuses_stands_beside_it(client, people, left):
    answer = send(client, people, people.lead, **{f"to-kpi-{left.kpi.pk}": people.owner.name})

    assert answer.status_code == 422
    assert "This person has it already." in answer.content.decode()


def test_what_is_not_theirs_to_hand_over_is_listed(client, people, left):
    client.force_login(people.admin)

    page = client.get(url(people.owner))

    assert [each.thing for each in page.context["barred"]] == [left.own, left.initiative, left.item]
    send(client, people, people.admin, take=[*keys(people.owner, people.admin), f"objective-{left.own.pk}"])
    assert holders(left)[1] == people.owner


def test_departments_are_for_administrators(client, people):
    client.force_login(people.admin)
    sent = {"to": people.member.name, "take": [f"department-{people.sales.pk}"], "action": "hand-over"}
    client.post(url(people.lead), sent)
    assert Department.objects.get(pk=people.sales.pk).manager == people.member

    client.force_login(people.boss)
    assert client.post(url(people.lead), sent | {"to": people.owner.name}).status_code == 409


def test_what_somebody_left_takes_manager_and_successor(client, people, left):
    deactivate_person(people.owner, actor=people.admin)

    send(client, people, people.lead)

    key_result = KeyResult.objects.get(pk=left.key_result.pk)
    assert (key_result.is_handed_over, key_result.on_table.owner) == (True, people.member)


def test_what_somebody_left_an_administrator_gives_away_beside_their_managers(client, people, left):
    deactivate_person(people.owner, actor=people.admin)

    answer = send(client, people, people.admin)

    assert answer.status_code == 302
    assert holders(left) == [people.member] * 6
    assert KeyResult.objects.get(pk=left.key_result.pk).on_table.owner == people.member


def test_an_item_somebody_left_in_an_initiative_of_a_colleague_is_given_away(client, people, left):
    item = ActionItemFactory(initiative=InitiativeFactory(owner=people.contributor), owner=people.owner)
    deactivate_person(people.owner, actor=people.admin)

    send(client, people, people.admin, take=[f"item-{item.pk}"])

    item.refresh_from_db()
    assert item.owner == people.member


def test_of_somebody_who_left_others_give_nothing_away(people, left):
    deactivate_person(people.owner, actor=people.admin)

    assert [keys(people.owner, each) for each in (people.contributor, people.neighbour, people.viewer)] == [[]] * 3


@pytest.mark.parametrize("kind", ["objective", "kpi", "initiative", "item", "department"])
def test_what_went_to_a_third_in_the_last_moment_is_theirs(people, left, kind):
    """Between reading the page and its locks somebody else was quicker."""
    Department.objects.filter(pk=people.design.pk).update(manager=people.owner)
    groups = belongings_of(people.owner, User.objects.get(pk=people.admin.pk))
    chosen = next(each for group in groups for each in group.rows if each.kind == kind)
    holder = "manager" if kind == "department" else "owner"
    type(chosen.thing).objects.filter(pk=chosen.thing.pk).update(**{holder: people.contributor})

    with pytest.raises(StaleForm):
        hand_over_all(people.owner, [Move(chosen, people.member)], actor=people.admin, note="")

    assert getattr(type(chosen.thing).objects.get(pk=chosen.thing.pk), holder) == people.contributor


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "²", ""])
def test_odd_numbers_in_the_form_are_refused(client, people, left, number):
    """More digits than Python reads, more than a database holds, what looks like one, none."""
    seen = {f"seen-key_result-{left.key_result.pk}": number}

    assert send(client, people, people.lead, take=[f"kpi-{number}"]).status_code == 409
    assert send(client, people, people.lead, **seen).status_code < 500


def test_an_id_that_no_database_holds_is_nobody(client, people):
    client.force_login(people.admin)

    assert client.get(reverse("person-hand-over", args=[10**30])).status_code == 404


@pytest.mark.parametrize("rows", [1, 8])
def test_the_page_asks_little(client, people, left, rows):
    for _row in range(rows):
        KeyResultFactory(objective=left.objective)
        InitiativeFactory(owner=people.owner)
        KpiFactory(owner=people.owner, department=people.sales)
    client.force_login(people.lead)
    client.get(url(people.owner))

    with CaptureQueriesContext(connection) as queries:
        client.get(url(people.owner))

    assert len(queries) <= 10


def test_the_act_is_bounded(client, people, left):
    KeyResultFactory.create_batch(8, objective=left.objective)

    with CaptureQueriesContext(connection) as queries:
        send(client, people, people.lead)

    assert len(queries) < 60 * len(keys(people.owner, people.lead))
