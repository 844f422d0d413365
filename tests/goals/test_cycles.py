"""Moving cycles from stage to stage."""

from datetime import date

import pytest

from goals.domain.cycles import move_cycle
from goals.domain.errors import GoalError
from goals.models import Cycle, Objective
from tests.factories import AdminFactory, CycleFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
Stage = Cycle.Stage


@pytest.fixture
def admin():
    return AdminFactory()


@pytest.fixture
def year_and_quarter(admin):
    """A year in review whose objective counts one of the running quarter."""
    year = CycleFactory(
        company=admin.company, kind="year", starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), stage=Stage.REVIEW
    )
    parent = ObjectiveFactory(owner=admin, cycle=year)
    child = ObjectiveFactory(owner=admin, parent=parent, alignment=Objective.Alignment.CONTRIBUTES)
    return year, child.cycle


def close(cycle, admin):
    for stage in (Stage.REVIEW, Stage.CLOSED):
        move_cycle(cycle, stage, actor=admin)


def test_a_cycle_that_still_counts_an_open_one_cannot_be_closed(admin, year_and_quarter):
    year, _quarter = year_and_quarter

    with pytest.raises(GoalError):
        move_cycle(year, Stage.CLOSED, actor=admin)

    year.refresh_from_db()
    assert year.stage == Stage.REVIEW


def test_the_shorter_cycle_closes_first(admin, year_and_quarter):
    year, quarter = year_and_quarter

    close(quarter, admin)
    closed = move_cycle(year, Stage.CLOSED, actor=admin)

    assert closed.is_closed


def test_a_cycle_that_counts_in_a_closed_one_stays_closed(admin, year_and_quarter):
    year, quarter = year_and_quarter
    close(quarter, admin)
    move_cycle(year, Stage.CLOSED, actor=admin)

    with pytest.raises(GoalError):
        move_cycle(quarter, Stage.REVIEW, actor=admin)


def test_support_alone_holds_no_cycle_open(admin):
    year = CycleFactory(
        company=admin.company, kind="year", starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31), stage=Stage.REVIEW
    )
    ObjectiveFactory(owner=admin, parent=ObjectiveFactory(owner=admin, cycle=year))

    assert move_cycle(year, Stage.CLOSED, actor=admin).is_closed
