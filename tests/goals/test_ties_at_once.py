"""Ties, check-ins and archiving at the same moment: two have one tie, and nobody waits for good."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from random import Random

import pytest
import time_machine
from django.db import connection

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.objectives import archive_objective, publish_objective, restore_objective
from goals.domain.ties import tie, untie
from goals.models import CheckIn, Objective, Tie
from goals.models.fields import Status
from notifications.domain.preferences import change_preference
from notifications.models import Delivery
from tests.factories import CompanyFactory, CycleFactory, KeyResultFactory, ObjectiveFactory, UserFactory
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
Kind = Tie.Kind


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def two():
    """Key results of two objectives, one of which counts in the other."""
    root = ObjectiveFactory()
    leaf = ObjectiveFactory(owner=root.owner, parent=root, alignment=Objective.Alignment.CONTRIBUTES)
    return [KeyResultFactory(objective=objective) for objective in (root, leaf)]


def test_both_say_it_of_each_other_at_once(two):
    one, another = two
    calls = [partial(tie, one, another, Kind.NEEDS, actor=one.owner)] * 10
    calls += [partial(tie, another, one, Kind.NEEDS, actor=one.owner)] * 10
    calls += [partial(untie, one, other=another, actor=one.owner)] * 5

    assert errors(at_once(*calls)) == []
    assert Tie.objects.between(one, another).count() <= 1


def test_ties_check_ins_and_archiving_never_block_each_other_for_good(two):
    one, another = two
    owner, dice = one.owner, Random(5)
    ties = [partial(tie, *ends, dice.choice(Kind.values), actor=owner) for ends in (two, two[::-1])] * 8
    statuses = [Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK]
    check_ins = [
        partial(post_check_in, dice.choice(two), Entry(dice.choice(statuses), Decimal(40)), author=owner)
        for _ in range(30)
    ]
    states = [partial(act, another.objective, actor=owner) for act in (archive_objective, restore_objective)] * 4
    calls = dice.sample(ties + check_ins + states, 54)

    assert errors(at_once(*calls), GoalError) == []
    assert CheckIn.objects.exists()


def test_check_ins_that_mail_the_same_two_never_block_each_other_for_good():
    """Each is told of their own objective and of the other's key result, so the two come in either order."""
    one, another, author = UserFactory.create_batch(3, company=CompanyFactory())
    for person in (one, another):
        change_preference(person, channels={kind: ["app", "mail"] for kind in ("off_track", "tied")})
    cycle = CycleFactory(company=author.company)
    key_results = []
    for _number in range(6):
        pair = [KeyResultFactory(objective=ObjectiveFactory(owner=each, cycle=cycle)) for each in (one, another)]
        Tie.objects.create(key_result=pair[0], other=pair[1], kind=Kind.NEEDS)
        key_results += pair
    off_track = Entry(Status.OFF_TRACK, Decimal(4))

    assert errors(at_once(*(partial(post_check_in, each, off_track, author=author) for each in key_results))) == []
    assert Delivery.objects.filter(kind=Delivery.Kind.NEWS).count() == 2


def test_check_ins_that_also_ask_the_other_for_help_never_block_each_other_for_good():
    """One act tells of help, of an objective off track and of what is linked."""
    one, another, author = UserFactory.create_batch(3, company=CompanyFactory())
    for person in (one, another):
        change_preference(person, channels={kind: ["app", "mail"] for kind in ("off_track", "tied", "help_asked")})
    cycle = CycleFactory(company=author.company)
    calls = []
    for _number in range(6):
        ends = [KeyResultFactory(objective=ObjectiveFactory(owner=each, cycle=cycle)) for each in (one, another)]
        Tie.objects.create(key_result=ends[0], other=ends[1], kind=Kind.NEEDS)
        off_track = Entry(Status.OFF_TRACK, Decimal(4))
        for key_result, helper in zip(ends, (another, one), strict=True):
            calls.append(partial(post_check_in, key_result, off_track, author=author, helpers=[helper]))

    assert errors(at_once(*calls)) == []


def test_objectives_published_at_once_never_block_each_other_for_good():
    """Each proposes two key results, to the same two people in either order."""
    one, another, admin = UserFactory.create_batch(3, company=CompanyFactory())
    for person in (one, another):
        change_preference(person, channels={"proposed": ["app", "mail"]})
    cycle = CycleFactory(company=admin.company)
    calls = []
    for number in range(8):
        draft = ObjectiveFactory(owner=admin, cycle=cycle, state=Objective.State.DRAFT)
        for owner in (one, another) if number % 2 else (another, one):
            KeyResultFactory(objective=draft, owner=owner)
        calls.append(partial(publish_objective, draft, actor=admin))

    assert errors(at_once(*calls)) == []
    assert Delivery.objects.filter(kind=Delivery.Kind.NEWS).count() == 2
