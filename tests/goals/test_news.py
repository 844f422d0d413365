"""Who is told when an objective goes off track and when a cycle moves on."""

import pytest

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.cycles import move_cycle
from goals.domain.objectives import state_status
from goals.models import Objective
from goals.models.fields import Status
from notifications.domain.watches import set_watch
from notifications.models import Activity
from people.models import User
from tests.cast import cast
from tests.factories import CycleFactory, KeyResultFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def key_result(people):
    cycle = CycleFactory(company=people.company)
    objective = ObjectiveFactory(owner=people.objective_owner, cycle=cycle, department=people.sales)
    return KeyResultFactory(objective=objective, owner=people.owner)


def say(key_result, *statuses, author=None):
    for status in statuses:
        post_check_in(key_result, Entry(status, 1), author=author or key_result.owner)


def told(kind=Activity.Kind.OFF_TRACK):
    """The people told of each activity of the kind."""
    found = Activity.objects.filter(kind=kind).order_by("pk")
    return [set(User.objects.filter(notifications__activity=each)) for each in found]


def test_owner_nearest_manager_and_watchers_are_told(people, key_result):
    set_watch(key_result.objective, people.neighbour, is_watched=True)
    say(key_result, Status.ON_TRACK, Status.OFF_TRACK, Status.OFF_TRACK)

    assert told() == [{people.objective_owner, people.lead, people.neighbour}]


def test_each_turn_is_told_but_not_to_who_made_it(people, key_result):
    say(key_result, Status.OFF_TRACK, Status.AT_RISK)
    say(key_result, Status.OFF_TRACK, author=people.lead)

    assert told() == [{people.objective_owner, people.lead}, {people.objective_owner}]


def test_a_word_stated_over_its_key_results_is_told_too(people, key_result):
    say(key_result, Status.ON_TRACK)
    state_status(key_result.objective, Status.OFF_TRACK, reason="R", actor=people.objective_owner)

    assert told() == [{people.lead}]


def test_of_a_restricted_objective_only_its_readers_are_told(people, key_result):
    for person in (people.neighbour, people.owner, people.boss):
        set_watch(key_result.objective, person, is_watched=True)
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)
    say(key_result, Status.OFF_TRACK, author=people.lead)

    assert told() == [{people.objective_owner, people.owner, people.boss}]


def test_a_draft_is_nobody_s_news(key_result):
    Objective.objects.update(state=Objective.State.DRAFT, stated_status=Status.OFF_TRACK)
    state_status(key_result.objective, Status.OFF_TRACK, reason="R", actor=key_result.owner)

    assert told() == []


def test_a_stage_is_told_once_to_everybody_else(people):
    cycle = CycleFactory(company=people.company, stage="planning")
    for stage in ("running", "planning", "running", "review", "closed"):
        move_cycle(cycle, stage, actor=people.admin)

    everybody = set(User.objects.active().filter(company=people.company))
    assert told(Activity.Kind.CYCLE_STAGE) == [everybody - {people.admin}] * 2
