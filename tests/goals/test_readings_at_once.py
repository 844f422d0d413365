"""Readings, rewording and check-ins at the same moment: one row a person, no error, and nobody waits for good."""

from decimal import Decimal
from functools import partial
from random import Random

import pytest
from django.db import connection

from goals.domain.check_ins import Entry, post_check_in
from goals.domain.errors import GoalError
from goals.domain.objectives import change_objective
from goals.domain.readings import say_read
from goals.models import Objective, Reading
from goals.models.fields import Status
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory
from tests.together import at_once, errors

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def objective():
    return ObjectiveFactory(level=Objective.Level.COMPANY, department=None)


def test_a_double_click_is_one_reading(objective):
    person = UserFactory(company=objective.company)
    presses = [partial(say_read, objective, answer, edition=1, actor=person) for answer in Reading.Answer.values]

    assert errors(at_once(*presses * 8)) == []
    assert Reading.objects.count() == 1


def test_readings_rewording_and_check_ins_never_block_each_other_for_good(objective):
    key_result = KeyResultFactory(objective=objective)
    people = UserFactory.create_batch(12, company=objective.company)
    calls = [partial(say_read, objective, Reading.Answer.CLEAR, edition=1, actor=person) for person in people]
    calls += [
        partial(post_check_in, key_result, Entry(Status.ON_TRACK, Decimal(value)), author=objective.owner)
        for value in range(8)
    ]
    calls += [
        partial(change_objective, objective, actor=objective.owner, fields={"title": f"Aim {number}"})
        for number in range(3)
    ]

    assert errors(at_once(*Random(3).sample(calls, len(calls))), GoalError) == []
    objective.refresh_from_db()
    assert objective.edition == 4
    assert set(Reading.objects.values_list("edition", flat=True)) <= {1}
