"""What everybody is told in the app as their day begins: one notification a person and kind, not one a thing."""

from collections import defaultdict

from django.db import transaction

from goals.queries.asking import asked_of
from kpis.lateness import late_since
from kpis.queries.collecting import due_actuals_of
from notifications.domain.activities import Happening, record_activities
from notifications.domain.each_company import could_tell_all
from notifications.domain.mornings import mornings_between, woken
from notifications.domain.reading import settle, unread_of
from notifications.domain.switch import looked_until, mail_switch, note_mornings
from notifications.models import Activity
from people.domain.locks import lock_company
from people.working_days import is_working_day

Kind = Activity.Kind
# Of those that ask for the same, the latest stands for all.
TAKEN_BACK = {
    Kind.CHECK_IN_DUE: [Kind.CHECK_IN_DUE, Kind.CHECK_IN_OVERDUE],
    Kind.CHECK_IN_OVERDUE: [Kind.CHECK_IN_DUE, Kind.CHECK_IN_OVERDUE],
    Kind.KPI_DUE: [Kind.KPI_DUE],
}


def tell_of_mornings(now):
    """Tell those whose day began since this ran last, at most a day ago, what it asks of them.

    Safe to run any number of times, also at once: nothing is told twice. Three statements while nobody's day begins.
    A company that cannot be told is tried again with the next run, and no other waits for it.
    """
    since = looked_until(mail_switch().mornings_until, now)
    if could_tell_all(tell_company, mornings_between(since, now).items()):
        note_mornings(now)


@transaction.atomic
def tell_company(pk, mornings):
    """Tell the people of one company whose mornings, {key: Morning}, these are; as many statements for any number."""
    company = lock_company(pk)
    people = woken(company, mornings)
    if people:
        asked, late = asked_of(people), late_actuals(people)
        happenings = [
            happening
            for person, morning in people
            for happening in happenings_of(person, morning, asked[person.pk], late.get(person.pk, ()))
        ]
        take_back_earlier(record_activities(happenings, actor=None))


def late_actuals(people):
    """{person id: their DueActuals that are late}, without those of whom an unread notification tells already."""
    company, found, told = people[0][0].company, defaultdict(list), defaultdict(set)
    for each in unread_of([person.pk for person, _morning in people], [Kind.KPI_DUE]):
        told[each.person_id].update(each.activity.data["kpis"])
    for due in due_actuals_of([person for person, _morning in people], company.today()):
        if due.is_late:
            found[due.kpi.owner_id].append(due)
    return {pk: dues for pk, dues in found.items() if not {due.kpi.pk for due in dues} <= told[pk]}


def happenings_of(person, morning, asked, late):
    """What is to be recorded for one person. Only what falls due on the day itself is told on days off."""
    if asked.due:
        first = min(due.at for due in asked.due)
        data = key_results_in(due.key_result for due in asked.due) | {"at": first.isoformat()}
        yield Happening(Kind.CHECK_IN_DUE, person, [person], data, str(morning.day))
    if not is_working_day(person.company, morning.day):
        return
    if asked.overdue:
        latest = str(max(overdue.due_on for overdue in asked.overdue))
        data = key_results_in(overdue.key_result for overdue in asked.overdue) | {"on": latest}
        yield Happening(Kind.CHECK_IN_OVERDUE, person, [person], data, latest)
    if asked.stuck:
        occasion = str(max(ended for _key_result, ended in asked.stuck))
        data = key_results_in(key_result for key_result, _ended in asked.stuck)
        yield Happening(Kind.MISSED, person, [person], data, occasion)
    if late:
        since = max(late_since(due.kpi, due.period, morning.day) for due in late)
        yield Happening(Kind.KPI_DUE, person, [person], {"kpis": [due.kpi.pk for due in late]}, str(since))


def key_results_in(key_results):
    return {"key_results": [key_result.pk for key_result in key_results]}


def take_back_earlier(activities):
    """Take as read what the people were asked before and are asked now again."""
    new = {(each.object_id, kind): each for each in activities for kind in TAKEN_BACK.get(each.kind, ())}
    ids = {activity.pk for activity in activities}
    earlier = unread_of({person for person, _kind in new}, {kind for _person, kind in new})
    settle([each for each in earlier if each.activity_id not in ids and (each.person_id, each.activity.kind) in new])
