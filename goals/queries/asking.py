"""What people are asked for as their day begins: what falls due in it, what is overdue, what is stuck."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from goals.access import share_company
from goals.models import KeyResult
from goals.queries.due import Due, due_of, open_key_results_of
from goals.queries.overdue import Overdue, overdue_of
from goals.queries.week import STUCK_FROM, missed


@dataclass
class Asked:
    """``stuck`` are (key result, last day of the third period that was missed in a row)."""

    due: list[Due] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    stuck: list[tuple[KeyResult, date]] = field(default_factory=list)


def asked_of(woken):
    """Return {person id: Asked}; ``woken`` are (person, Morning). One query for any number of people."""
    mornings = {person.pk: (person, morning) for person, morning in woken}
    found = defaultdict(Asked)
    for key_result in open_key_results_of([person for person, _morning in woken]):
        owner, morning = mornings[key_result.owner_id]
        add(found[owner.pk], share_company(owner, key_result), owner.company, morning)
    return found


def add(asked, key_result, company, morning):
    asked.due += due_within(key_result, company, morning)
    if overdue := overdue_of(key_result, company, morning.begins):
        asked.overdue.append(overdue)
    periods = missed(key_result, company, company.day_of(morning.begins))
    if len(periods) >= STUCK_FROM:
        asked.stuck.append((key_result, periods[STUCK_FROM - 1].end))


def due_within(key_result, company, morning):
    """The Due of a check-in that falls due before the next morning, in a list; the day may span two periods."""
    found = (due_of(key_result, company, moment) for moment in (morning.begins, morning.ends))
    return [due for due in found if due and morning.begins <= due.at < morning.ends][:1]
