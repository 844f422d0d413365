"""What only a manager reads: what is not agreed yet, and what could be talked about."""

from datetime import timedelta

import pytest
import time_machine

from goals.domain.agreements import accept, counter, open_agreement
from goals.domain.hand_over import hand_over_key_result
from goals.models import KeyResult, Objective
from goals.models.fields import Status
from goals.queries.lately import gather
from notifications.domain.cheers import set_cheer
from notifications.domain.help import close_help_request
from notifications.models import HelpRequest
from notifications.registry import Skip
from notifications.subjects import Conversation, subjects
from people.models import User
from tests.factories import AdminFactory, IndividualObjectiveFactory, KeyResultFactory, ObjectiveFactory
from tests.okrapp.digest_personas import MONDAY, Home, digest_for, loaded, record

pytestmark = pytest.mark.django_db
UNAGREED, TOPICS = "== Key results that wait for agreement ==", "== You could talk about this one-on-one =="


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def home():
    """Sales has a manager, and so has the head office above it."""
    home = Home("en")
    home.boss, home.lead = home.person(department="head", family_name="Boss"), home.person(family_name="Lead")
    home.head.manager, home.sales.manager = home.boss, home.lead
    home.head.save()
    home.sales.save()
    return home


def member(home, name):
    return home.person(family_name=name, given_name="A")


def section(person, title):
    """The lines below the title, without addresses; none where the digest does not have it."""
    try:
        lines = [line.strip() for line in digest_for(person).body.splitlines()]
    except Skip:
        return []
    if title not in lines:
        return []
    rest = lines[lines.index(title) + 1 :]
    end = next(place for place, line in enumerate(rest) if line.startswith(("==", "--")))
    return [line for line in rest[:end] if line and "://" not in line]


def proposed(home, owner, actor, title="Visits", *, days=3):
    objective = ObjectiveFactory(owner=owner, cycle=home.cycle, department=home.sales)
    with time_machine.travel(MONDAY - timedelta(days=days), tick=False):
        return open_agreement(KeyResultFactory(objective=objective, title=title), actor=actor)


# Agreements


def test_a_manager_reads_who_has_not_agreed_and_since_when(home):
    owner = member(home, "Mori")
    proposed(home, owner, home.lead, days=3)
    settled = proposed(home, owner, home.lead, "Calls")
    accept(settled, actor=owner, seen=1)

    assert section(home.lead, UNAGREED) == [
        "1 of 2 agreed",
        "Visits",
        "Waiting for A Mori since Fri 20 Nov",
    ]
    assert section(home.boss, UNAGREED) == section(home.lead, UNAGREED)
    assert section(owner, UNAGREED) == []


def test_what_waits_for_the_manager_is_asked_for_and_not_told_twice(home):
    proposed(home, owner := member(home, "Mori"), owner)

    assert section(home.lead, UNAGREED) == []
    assert section(home.lead, "== Your consent is waited for ==")[0] == "Visits"


def test_an_administrator_reads_what_no_manager_answers_for(home):
    admin, owner = home.person(AdminFactory, department=None), member(home, "Mori")
    objective = ObjectiveFactory(owner=owner, cycle=home.cycle, level="company", department=None)
    open_agreement(KeyResultFactory(objective=objective, title="Growth", owner=owner), actor=admin)

    assert section(admin, UNAGREED)[:2] == ["0 of 1 agreed", "Growth"]


# Topics


def asked_for_help(home, owner, helper):
    [key_result] = home.own_key_results(owner, 1, title="Printers")
    record(key_result, 20, days=2, status=Status.AT_RISK, helpers=[helper])


def countered(home, owner):
    key_result = proposed(home, owner, home.lead)
    counter(key_result, {"target": 60}, author=owner, seen=1, support="", reason="Two of us left.")


def unsure(home, owner, *, days=0, confidence="low", title="Visits"):
    key_result = proposed(home, owner, home.lead, title, days=days + 1)
    with time_machine.travel(MONDAY - timedelta(days=days), tick=False):
        return accept(key_result, actor=owner, seen=1, confidence=confidence)


def silent(home, owner):
    [key_result] = home.own_key_results(owner, 1, title="Letters")
    record(key_result, 60, days=25)


def optimistic(home, owner):
    [key_result] = home.own_key_results(owner, 1, title="Orders")
    record(key_result, 5, days=3, status=Status.ON_TRACK)


def cautious(home, owner):
    [key_result] = home.own_key_results(owner, 1, title="Stock")
    record(key_result, 90, days=3, status=Status.OFF_TRACK)


def won(home, owner):
    [key_result] = home.own_key_results(owner, 1, title="Prize")
    record(key_result, 80, days=10)
    record(key_result, 100, days=3)


@pytest.mark.parametrize(
    ("happen", "sentence"),
    [
        (countered, "Suggested other terms for “Visits” (today). What would make them work?"),
        (unsure, "Was not so sure of “Visits” when agreeing to it (today). What would help?"),
        (silent, "“Letters” has gone 3 check-ins without a word. Is something in the way?"),
        (optimistic, "“Orders” is on track in their own word, and behind its pace. What do they see ahead?"),
        (cautious, "“Stock” is off track in their own word, and on pace. What worries them?"),
        (won, "“Prize” was reached: a moment to say thank you."),
    ],
)
def test_a_manager_is_given_something_to_talk_about(home, happen, sentence):
    owner = member(home, "Mori")
    happen(home, owner)

    assert section(home.lead, TOPICS) == ["A Mori", sentence]
    assert section(home.boss, TOPICS) == []
    assert section(owner, TOPICS) == []


@pytest.mark.parametrize(("days", "confidence", "told"), [(14, "low", 2), (15, "low", 0), (0, "even", 0), (0, "", 0)])
def test_a_doubt_is_a_topic_for_two_weeks(home, days, confidence, told):
    owner = member(home, "Mori")
    record(unsure(home, owner, days=days, confidence=confidence), 70, days=0)

    assert len(section(home.lead, TOPICS)) == told


def test_a_doubt_holds_for_the_terms_it_was_said_of_until_a_better_word(home):
    owner = member(home, "Mori")
    key_result = proposed(home, owner, home.lead, days=1)
    words = {"support": "", "reason": "Two of us left."}
    counter(key_result, {"target": 60}, author=owner, seen=1, confidence="low", **words)
    assert is_unsure(home)
    counter(key_result, {"target": 70}, author=home.lead, seen=2, **words)
    assert not is_unsure(home)
    accept(key_result, actor=owner, seen=3, confidence="low")
    assert is_unsure(home)
    hand_over_key_result(key_result, home.boss, actor=owner, seen=0, note="Ask Mori.")
    assert is_unsure(home)
    counter(key_result, {"target": 65}, author=home.boss, seen=4, confidence="high", **words)
    assert is_unsure(home)  # the one it may go to says nothing of who owns it until then
    accept(key_result, actor=home.lead, seen=5)

    assert not is_unsure(home)


def is_unsure(home):
    return bool(gather([loaded(home.lead)], MONDAY).unsure[home.sales.pk])


def test_a_doubt_about_what_is_done_or_restricted_is_no_topic(home):
    owner, other = member(home, "Mori"), home.person(department="head", family_name="Other")
    done, secret = unsure(home, owner), unsure(home, owner, title="Secret")
    KeyResult.objects.filter(pk=done.pk).update(status=Status.DONE)
    place = {"owner": other, "level": Objective.Level.INDIVIDUAL, "department": None}
    Objective.objects.filter(pk=secret.objective_id).update(visibility=Objective.Visibility.RESTRICTED, **place)

    assert section(home.lead, TOPICS) == []


def test_a_call_for_help_is_a_topic_until_anybody_has_answered(home):
    owner = member(home, "Mori")
    asked_for_help(home, owner, member(home, "Abe"))
    sentence = "Asked for help with “Printers” (2 days ago), and nobody has answered yet."
    assert section(home.lead, TOPICS) == ["A Mori", sentence]

    close_help_request(HelpRequest.objects.get())

    assert section(home.lead, TOPICS) == []


def test_the_nearest_manager_of_a_manager_is_the_one_above(home):
    optimistic(home, home.lead)

    assert len(section(home.boss, TOPICS)) == 2
    assert section(home.lead, TOPICS) == []


def test_nobody_is_to_talk_with_those_who_have_left(home):
    owner = member(home, "Mori")
    silent(home, owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)

    assert section(home.lead, TOPICS) == []


def test_three_people_at_most_the_most_pressing_first_and_each_once(home):
    people = [member(home, name) for name in ("Won", "Silent", "Help", "Doubted")]
    for happen, person in zip((won, silent, won, optimistic), people, strict=True):
        happen(home, person)
    asked_for_help(home, people[2], home.boss)

    assert section(home.lead, TOPICS)[::2] == ["A Help", "A Silent", "A Doubted"]


def test_nothing_restricted_is_talked_about_with_those_who_may_not_read_it(home):
    owner, other = member(home, "Mori"), home.person(department="head", family_name="Other")
    objective = IndividualObjectiveFactory(
        owner=other, cycle=home.cycle, visibility=Objective.Visibility.RESTRICTED, title="Secret"
    )
    key_result = KeyResultFactory(objective=objective, owner=owner, title="Secret")
    record(key_result, 5, days=3, status=Status.ON_TRACK)

    assert section(home.lead, TOPICS) == []


# Cheers


def test_cheers_are_the_first_good_news(home):
    reader = member(home, "Mori")
    objective = IndividualObjectiveFactory(owner=reader, cycle=home.cycle)
    with time_machine.travel(MONDAY - timedelta(days=1), tick=False):
        set_cheer(Conversation(subjects["objective"], objective), member(home, "Abe"), is_cheered=True)

    assert section(reader, "== Good news ==") == ["● Colleagues cheered you on"]
