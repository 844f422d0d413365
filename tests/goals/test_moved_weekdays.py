"""When check-ins fall due after the weekday was moved: what is under way stays as it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from goals.queries.due import due_of
from goals.queries.overdue import overdue_of
from goals.queries.week import missed_periods
from goals.rhythm import rhythm_of
from people.domain.companies import change_company
from people.domain.departments import save_department
from people.models import Company
from people.models.company import Weekday
from tests.factories import AdminFactory, DepartmentFactory, KeyResultFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
CHECKED_IN = date(2026, 11, 9)


def at(day, hour=12):
    return datetime(2026, 11, day, hour, tzinfo=TOKYO)


def move(company, weekday, day):
    with time_machine.travel(at(day), tick=False):
        return change_company(Company.objects.get(pk=company.pk), actor=None, due_weekday=weekday)


def wednesdays(**fields):
    """A key result of a company whose check-ins are due on Wednesday, checked in for the week from the 9th."""
    fields = {"last_period": CHECKED_IN} | fields
    return KeyResultFactory(objective__owner__company__due_weekday=Weekday.WEDNESDAY, **fields)


def due_days(key_result, first=9, last=29):
    """Of those days of November, the ones on which check-ins are due."""
    company = Company.objects.get(pk=key_result.company_id)
    rhythm = rhythm_of(key_result.objective, company)
    days = [rhythm.due_at(period).date() for period in rhythm.periods(key_result.objective.cycle, key_result)]
    return [day.day for day in days if date(2026, 11, first) <= day <= date(2026, 11, last)]


@pytest.mark.parametrize(
    ("moves", "days"),
    [
        ([], [11, 18, 25]),
        ([(Weekday.FRIDAY, 16)], [11, 18, 27]),  # on the first day of a week
        ([(Weekday.FRIDAY, 22)], [11, 18, 27]),  # on its last
        ([(Weekday.MONDAY, 17)], [11, 18, 23]),
        ([(Weekday.FRIDAY, 19), (Weekday.THURSDAY, 20)], [11, 18, 26]),  # twice in a week
        ([(Weekday.FRIDAY, 19), (Weekday.THURSDAY, 19)], [11, 18, 26]),  # twice in a day
        ([(Weekday.FRIDAY, 12), (Weekday.THURSDAY, 19)], [11, 20, 26]),
        ([(Weekday.FRIDAY, 19), (Weekday.WEDNESDAY, 19)], [11, 18, 25]),
    ],
)
def test_another_weekday_holds_from_the_next_period_on(moves, days):
    key_result = wednesdays()

    for weekday, day in moves:
        move(key_result.company, weekday, day)

    assert due_days(key_result) == days


def test_a_period_of_two_weeks_keeps_its_day_to_the_end():
    key_result = wednesdays(objective__owner__company__cadence="biweekly")  # from the 9th to the 22nd

    move(key_result.company, Weekday.FRIDAY, 12)
    move(key_result.company, Weekday.THURSDAY, 20)

    assert due_days(key_result, last=30) == [18]


@pytest.mark.parametrize(
    ("own", "company", "days"),
    [
        ((None, Weekday.FRIDAY), None, [18, 27]),  # it states a day of its own
        ((Weekday.MONDAY, None), None, [16, 25]),  # it states none any more
        ((Weekday.MONDAY, Weekday.FRIDAY), None, [16, 27]),
        ((Weekday.MONDAY, Weekday.MONDAY), Weekday.FRIDAY, [16, 23]),
        ((None, None), Weekday.FRIDAY, [18, 27]),
        ((None, Weekday.MONDAY), Weekday.FRIDAY, [18, 23]),
    ],
)
def test_a_department_keeps_its_own_as_well(own, company, days):
    department = DepartmentFactory(company__due_weekday=Weekday.WEDNESDAY, due_weekday=own[0])
    key_result = KeyResultFactory(objective__owner__company=department.company, objective__department=department)

    with time_machine.travel(at(19), tick=False):
        department.due_weekday = own[1]
        save_department(department, actor=None)
    if company is not None:
        move(key_result.company, company, 20)

    assert due_days(key_result, first=16) == days


def test_what_was_answered_does_not_fall_due_again():
    key_result = wednesdays(last_period=date(2026, 11, 16))

    company = move(key_result.company, Weekday.FRIDAY, 19)

    assert overdue_of(key_result, company, at(21)) is None
    assert due_of(key_result, company, at(21)) is None


def test_what_is_not_due_yet_is_neither_late_nor_missed_because_of_it():
    key_result = wednesdays()

    company = move(key_result.company, Weekday.MONDAY, 17)

    due = due_of(key_result, company, at(17))
    assert (due.at, due.is_late) == (at(18, 18), False)
    assert overdue_of(key_result, company, at(18, 12)) is None
    assert overdue_of(key_result, company, at(18, 18)).due_on == date(2026, 11, 18)
    assert missed_periods(key_result, company, date(2026, 11, 22)) == 0


def test_while_a_company_is_set_up_it_holds_at_once(client):
    admin = AdminFactory(company__setup_step=Company.SetupStep.RHYTHM)
    key_result = KeyResultFactory(objective__owner=admin)
    client.force_login(admin)

    with time_machine.travel(at(19), tick=False):
        page = client.get(reverse("setup-rhythm"))
        fields = page.context["form"].initial | {"due_weekday": Weekday.MONDAY}
        client.post(reverse("setup-rhythm"), fields)

    assert due_days(key_result, first=16) == [16, 23]
