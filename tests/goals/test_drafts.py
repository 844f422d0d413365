"""Objectives proposed from below and from above, and how they are answered (docs/adr/0035)."""

import pytest
import time_machine
from django.urls import reverse

from goals import draft_rules
from goals.domain.drafts import propose_draft, send_back_draft, take_back_draft
from goals.domain.errors import GoalError
from goals.domain.objectives import publish_objective
from goals.models import KeyResult, Objective
from notifications.models import Activity, Comment, Notification
from people.models import AuditEntry
from tests.cast import cast, rows
from tests.factories import IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.goals.agreeing import NOON
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
ACTORS = "admin boss lead neighbour member viewer owner contributor objective_owner stranger"
RULES = f"""
                      {ACTORS}
propose   sales       no no no no yes no no no no no
propose   own         no no no no no no yes no no no
propose   from_above  no no yes no no no yes no no no
propose   company     no no no no no no no no no no
propose   published   no no no no no no no no no no
propose   closed      no no no no no no no no no no
answer    sales       yes yes yes no no no no no no no
answer    own         no yes yes no no no no no no no
answer    from_above  no no no no no no yes no no no
answer    unasked     no no no no no no no no no no
answer    closed      no no no no no no no no no no
take_back sales       no no no no yes no no no no no
take_back own         no no no no no no yes no no no
take_back from_above  no no yes no no no no no no no
asked     sales       no no yes no no no no no no no
asked     own         no no yes no no no no no no no
asked     from_above  no no no no no no yes no no no
asked     of_lead     no yes no no no no no no no no
asked     unmanaged   yes no no no no no no no no no
asked     sent_back   no no no no no no no no no no
publish   own         no yes yes no no no yes no no no
publish   sent_back   no no no no no no yes no no no
publish   unasked     no no no no no no yes no no no
"""
VERBS = {
    "propose": draft_rules.propose_draft,
    "answer": draft_rules.send_back_draft,
    "take_back": draft_rules.take_back_draft,
    "asked": draft_rules.is_asked,
    "publish": draft_rules.publish_draft,
}


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON):
        yield


people = kept_for_module(cast)


def draft(people, owner="owner", author=None, proposed=False, **fields):
    """An objective with one key result as its author wrote it, proposed or not."""
    owner = getattr(people, owner)
    author = getattr(people, author) if author else owner
    make = ObjectiveFactory if "department" in fields or "level" in fields else IndividualObjectiveFactory
    fields = {"owner": owner, "created_by": author, "state": Objective.State.DRAFT} | fields
    found = make(**fields, cycle__company=people.company)
    KeyResultFactory(objective=found, owner=owner, proposed_by=author)
    return propose_draft(found, actor=author) if proposed else found


def case(people, name):
    match name:
        case "sales":
            return draft(people, "member", department=people.sales, proposed=True)
        case "own":
            return draft(people, proposed=True)
        case "unasked":
            return draft(people)
        case "from_above":
            return draft(people, author="lead", proposed=True)
        case "of_lead":
            return draft(people, "lead", proposed=True)
        case "unmanaged":
            return draft(people, "member", department=people.empty, proposed=True)
        case "company":
            return draft(people, "admin", level="company", department=None)
        case "published":
            return draft(people, state=Objective.State.ACTIVE)
        case "sent_back":
            return send_back_draft(case(people, "own"), "Which customers?", actor=people.lead)
    found = case(people, "own")
    found.cycle.stage = "closed"
    return found


@pytest.mark.parametrize(("verb", "name"), dict.fromkeys((verb, name) for verb, name, *_rest in rows(RULES, skip=2)))
def test_who_may_propose_and_who_answers(people, verb, name):
    found = case(people, name)

    may = {actor: VERBS[verb](getattr(people, actor), found) for actor in ACTORS.split()}

    assert may == {actor: answer for *about, actor, answer in rows(RULES, skip=2) if about == [verb, name]}


def told(kind):
    return set(Notification.objects.filter(activity__kind=kind).values_list("person", flat=True))


def test_the_manager_is_asked_at_once_and_only_once(people):
    found = draft(people)

    for _press in range(2):
        propose_draft(found, actor=people.owner)

    (note,) = Notification.objects.filter(activity__kind=Activity.Kind.DRAFT_PROPOSED)
    assert (note.person, note.delivery is not None) == (people.lead, True)
    assert AuditEntry.objects.filter(action="objective.proposed").count() == 1


def test_publishing_what_a_person_proposed_agrees_its_key_results(people):
    found = case(people, "own")

    for _press in range(2):
        publish_objective(found, actor=people.lead)

    assert [each.agreement for each in found.key_results.all()] == [KeyResult.Agreement.AGREED]
    assert list(
        Notification.objects.filter(activity__kind=Activity.Kind.DRAFT_ANSWERED).values_list("person", flat=True)
    ) == [people.owner.pk]


def test_what_a_manager_wrote_for_a_person_is_agreed_once_that_person_publishes_it(people):
    found = case(people, "from_above")
    assert told(Activity.Kind.DRAFT_PROPOSED) == {people.owner.pk}

    publish_objective(found, actor=people.owner)

    assert [each.agreement for each in found.key_results.all()] == [KeyResult.Agreement.AGREED]
    assert told(Activity.Kind.DRAFT_ANSWERED) == {people.lead.pk}


def test_what_the_manager_changed_before_publishing_waits_for_its_owner(people):
    found = case(people, "own")
    found.key_results.update(proposed_by=people.lead)

    publish_objective(found, actor=people.lead)

    assert [each.agreement for each in found.key_results.all()] == [KeyResult.Agreement.PROPOSED]


def test_sending_back_says_why_and_the_draft_can_be_proposed_again(people):
    found = case(people, "own")

    for _press in range(2):
        send_back_draft(found, "Which customers?", actor=people.lead)

    assert [comment.text for comment in Comment.objects.about(found)] == ["Which customers?"]
    assert told(Activity.Kind.DRAFT_ANSWERED) == {people.owner.pk}
    assert told(Activity.Kind.COMMENT) == set()
    assert propose_draft(found, actor=people.owner).is_proposed


def test_what_was_taken_back_waits_for_nobody(people):
    found = case(people, "own")

    for _press in range(2):
        take_back_draft(found, actor=people.owner)

    assert not Objective.objects.get(pk=found.pk).is_proposed
    with pytest.raises(GoalError):
        send_back_draft(found, "Too late.", actor=people.lead)


def test_a_lone_administrator_has_nobody_to_propose_to(people):
    found = draft(people, "admin")

    with pytest.raises(GoalError):
        propose_draft(found, actor=people.admin)


# Pages


def home_lines(client, person):
    client.force_login(person)
    return [(line["act"], line["title"]) for line in client.get(reverse("home")).context["awaiting"]]


def test_home_shows_it_to_whoever_is_asked_and_what_came_back_to_its_author(client, people):
    found = case(people, "own")
    assert home_lines(client, people.lead) == [("Objective proposed to you", found.title)]
    assert home_lines(client, people.boss) == home_lines(client, people.owner) == []

    send_back_draft(found, "Which customers?", actor=people.lead)

    assert home_lines(client, people.lead) == []
    assert home_lines(client, people.owner) == [("Sent back to you", found.title)]


@pytest.mark.parametrize(
    ("name", "reader", "said"),
    [
        ("sales", "lead", "You can publish it"),
        ("sales", "member", "Lead can publish it"),
        ("unmanaged", "member", "An administrator can publish it"),
    ],
)
def test_the_page_tells_its_reader_who_is_asked(client, people, name, reader, said):
    proposed = case(people, name)
    people.lead.family_name = "Lead"
    people.lead.save()
    client.force_login(getattr(people, reader))

    assert said in client.get(proposed.get_absolute_url()).content.decode()


def test_the_flow_by_its_pages(client, people):
    found = draft(people)
    client.force_login(people.owner)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Propose to your manager" in page
    client.post(reverse("objective-propose", args=[found.pk]))

    client.force_login(people.lead)
    assert "Send it back" in client.get(found.get_absolute_url()).content.decode()
    send_back = reverse("objective-send-back", args=[found.pk])
    assert client.get(send_back).status_code == 200
    assert client.post(send_back, {"text": ""}).status_code == 422
    client.post(send_back, {"text": "Which customers?"})
    assert client.get(send_back).url == found.get_absolute_url()

    client.force_login(people.owner)
    assert "Sent back" in client.get(found.get_absolute_url()).content.decode()
    client.post(reverse("objective-propose", args=[found.pk]))
    client.post(reverse("objective-take-back", args=[found.pk]))
    client.post(reverse("objective-propose", args=[found.pk]))

    client.force_login(people.lead)
    client.post(reverse("objective-publish", args=[found.pk]))
    assert Objective.objects.get(pk=found.pk).is_published


@pytest.mark.parametrize(("state", "has_history"), [("draft", False), ("active", True)])
def test_a_draft_has_no_progress_over_time(client, state, has_history):
    objective = IndividualObjectiveFactory(state=state)
    client.force_login(objective.owner)

    page = client.get(objective.get_absolute_url()).content.decode()

    assert ("history-heading" in page) is has_history
