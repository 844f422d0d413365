"""A morning in the demo company."""

from datetime import date, datetime, time

from goals.queries.week import week_of
from people.models import User

MID_QUARTER = date(2026, 11, 21)


def morning(company, day):
    return datetime.combine(day, time(9), tzinfo=company.zone)


def due_by_person(company, day):
    return {
        person.email: week_of(person, morning(company, day)).due
        for person in User.objects.select_related("company", "department")
    }
