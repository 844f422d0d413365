"""Who of the demo company has read its objectives, and how clear they are to them."""

from datetime import timedelta

from goals.models import Reading
from okrapp.demo.changes import on_working_day
from okrapp.demo.story import pick

HABIT = [True, True, True, False]
ANSWERS = [*[Reading.Answer.CLEAR] * 6, *[Reading.Answer.PARTLY] * 3, Reading.Answer.NOT_YET]
DAYS, MINUTES = range(1, 18), range(9 * 60)


def write_readings(staff, objectives, now):
    """Let most people have read each objective that they are asked to read, within days of its writing.

    Those whose logins the demo shows off have read all but the latest, so that they find one to read.
    """
    asked = [each for each in objectives if each.takes_readings]
    readings = [
        reading_of(objective, key, person)
        for objective in asked
        for key, person in staff.people.items()
        if person != objective.owner and has_read(objective, key, staff, is_latest=objective == asked[-1])
    ]
    Reading.objects.bulk_create(each for each in readings if each.read_at < now)


def has_read(objective, key, staff, *, is_latest):
    return not is_latest if key in staff.logins.values() else pick(HABIT, objective.title, key)


def reading_of(objective, key, person):
    later = timedelta(days=pick(DAYS, objective.title, key), minutes=pick(MINUTES, key, objective.title))
    return Reading(
        company=objective.company,
        objective=objective,
        person=person,
        answer=pick(ANSWERS, key, objective.title),
        edition=objective.edition,
        read_at=on_working_day(objective.created_at + later),
    )
