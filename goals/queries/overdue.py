"""Which key results have had a due moment pass without a check-in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from goals.access import share_company
from goals.models import KeyResult
from goals.queries.due import open_key_results_of
from goals.rhythm import rhythm_of


@dataclass(frozen=True)
class Overdue:
    """A live key result and the company day on which its latest check-in was due."""

    key_result: KeyResult
    due_on: date


def overdue_of(key_result, company, now):
    """The Overdue of one key result at ``now`` (aware); None where it was checked in for its latest due moment.

    A check-in made later, in a new period, ends it too, and so does a pause.
    """
    objective = key_result.objective
    rhythm = rhythm_of(objective, company)
    passed = [each for each in rhythm.periods(objective.cycle, key_result) if rhythm.due_at(each) <= now]
    if not passed or passed[-1].end < key_result.starts_on:
        return None
    if key_result.last_period is not None and key_result.last_period >= passed[-1].start:
        return None
    due_on = company.day_of(rhythm.due_at(passed[-1]))
    return None if key_result.rests_on(due_on) else Overdue(key_result, due_on)


def overdue_of_people(people, now):
    """Return {person id: [Overdue, …]}, longest first, in one query for any number of people of any company."""
    by_id = {person.pk: person for person in people}
    found = defaultdict(list)
    for key_result in open_key_results_of(people):
        owner = by_id[key_result.owner_id]
        share_company(owner, key_result)
        overdue = overdue_of(key_result, owner.company, now)
        if overdue:
            found[owner.pk].append(overdue)
    return {pk: sorted(rows, key=lambda overdue: overdue.due_on) for pk, rows in found.items()}
