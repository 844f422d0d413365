"""What an import would do, found out without changing anything."""

from people.domain.importing.columns import DEPARTMENTS, PEOPLE
from people.domain.importing.departments import plan_departments
from people.domain.importing.managers import ManagerPlanner
from people.domain.importing.persons import plan_people
from people.domain.importing.references import path_text
from people.domain.importing.roster import Roster
from people.domain.importing.sheets import Entry, Plan, Sheet

PLANNERS = {DEPARTMENTS: plan_departments, PEOPLE: plan_people}


def make_plan(company, sheets, *, lock=False):
    """Return the Plan of importing ``sheets`` (at most one a kind) into the company as it is now.

    ``lock`` keeps people from changing themselves until the transaction ends.
    """
    roster = Roster(company, lock=lock)
    by_kind = {sheet.kind: sheet for sheet in sheets}
    drafts, problems = {}, {}
    for kind, planner in PLANNERS.items():
        sheet = by_kind.get(kind, Sheet(kind, {}, []))
        drafts[kind], problems[kind] = planner(roster, sheet)
    ManagerPlanner(roster, drafts, problems).run()
    entries = [entry(roster, draft) for kind in PLANNERS for draft in drafts[kind]]
    return Plan(entries, ordered(problems), roster)


def ordered(problems):
    return [problem for found in problems.values() for problem in sorted(found, key=lambda each: each.row)]


def entry(roster, draft):
    changes = roster.changes(draft.subject) | draft.extra
    return Entry(
        kind=draft.kind,
        row=draft.line.number,
        label=draft.subject.name,
        place=draft.subject.address if draft.kind == PEOPLE else path_text(draft.subject.parent),
        is_new=not draft.before,
        changes=[(name, old, new) for name, (old, new) in changes.items()],
    )
