"""Carrying an import out: all of it in one transaction, or nothing."""

from collections import defaultdict

from django.db import IntegrityError, transaction

from people.domain.audit import audit_entry, record_change, record_entries
from people.domain.importing.planning import make_plan
from people.domain.importing.references import path_of
from people.domain.importing.roster import DEPARTMENT_FIELDS
from people.domain.locks import lock_company
from people.models import Department, User

BATCH = 500
ADDRESSES_AT_ONCE = 5000
ATTEMPTS = 3
INDEXED = ["search_text", "sort_key"]


class PlanChanged(Exception):
    """What the import would do is not what was shown, or cannot be done: show ``plan`` and ask again."""

    def __init__(self, plan):
        super().__init__()
        self.plan = plan


@transaction.atomic
def commit_import(company, sheets, *, actor, seen):
    """Import the sheets if they still do what was previewed; return the Plan. Nobody is mailed.

    ``seen`` is the fingerprint of the previewed plan. Everything is read and judged again under the lock of
    the company. Raises PlanChanged, with nothing written.
    """
    company = lock_company(company.pk)
    plan = make_plan(company, sheets, lock=True)
    if plan.problems or plan.fingerprint != seen:
        raise PlanChanged(plan)
    if plan.changes_anything:
        Saving(plan, actor).run()
    return plan


class Saving:
    def __init__(self, plan, actor):
        self.plan, self.roster, self.actor = plan, plan.roster, actor
        self.changes = {id(each): self.roster.changes(each) for each in self.subjects()}
        self.managers = [(each, each.manager) for each in self.roster.departments]

    def subjects(self):
        return [*self.roster.departments, *self.roster.people]

    def run(self):
        self.create_departments()
        self.create_people()
        self.change_departments()
        self.change_people()
        self.record()

    def is_new(self, subject):
        return not self.roster.was(subject)

    def create_departments(self):
        """Save the new ones, those higher up first; their managers may be new people, so they come later."""
        self.number_new_departments()
        levels = defaultdict(list)
        for department in filter(self.is_new, self.roster.departments):
            department.manager = None
            department.fill_search_text()
            levels[len(path_of(department))].append(department)
        for _depth, departments in sorted(levels.items()):
            Department.objects.bulk_create(departments, batch_size=BATCH)

    def number_new_departments(self):
        last = defaultdict(int)
        for each in self.roster.departments:
            last[id(each.parent)] = max(last[id(each.parent)], each.position)
        for each in filter(self.is_new, self.roster.departments):
            last[id(each.parent)] += 1
            each.position = last[id(each.parent)]

    def create_people(self):
        """Save the new people, in the order of their addresses: two companies importing the same ones in
        different orders would wait for each other.
        """
        people = sorted(filter(self.is_new, self.roster.people), key=lambda person: person.address)
        for person in people:
            person.set_unusable_password()
            person.fill_search_text()
        for attempt in range(1, ATTEMPTS + 1):
            claim_addresses(self.roster.company, people)
            try:
                with transaction.atomic():
                    User.objects.bulk_create(people, batch_size=BATCH)
                return
            except IntegrityError:  # another company took one of the addresses this very moment
                if attempt == ATTEMPTS:
                    raise

    def change_departments(self):
        """Save changes, and the managers of new departments."""
        changed = []
        for department, manager in self.managers:
            department.manager = manager
            if self.is_new(department) and manager is None:
                continue
            if self.changes[id(department)]:
                department.fill_search_text()
                changed.append(department)
        self.step_aside([each for each in changed if not self.is_new(each)])
        upsert(Department, changed, [*DEPARTMENT_FIELDS, "search_text"])

    def step_aside(self, changed):
        """Free the names and codes that are about to change hands: the database judges row by row."""
        moving = [each for each in changed if {"name", "code", "parent"} & self.changes[id(each)].keys()]
        wanted = [(each.name, each.code) for each in moving]
        for each in moving:
            each.name, each.code = f"\x01{each.pk}", ""  # no file and no form can hold this character
        upsert(Department, moving, ["name", "code"])
        for each, (name, code) in zip(moving, wanted, strict=True):
            each.name, each.code = name, code

    def change_people(self):
        changed = [each for each in self.roster.people if not self.is_new(each) and self.changes[id(each)]]
        names = {name for each in changed for name in self.changes[id(each)]}
        for person in changed:
            person.fill_search_text()
        upsert(User, changed, [*sorted(names), *INDEXED])

    def record(self):
        """One entry for each department and person that is new or changed, and one for the import."""
        record_entries([*self.entries("department", "created"), *self.entries("person", "added")])
        counts = {"created": (None, len(self.plan.created)), "changed": (None, len(self.plan.changed))}
        record_change(self.roster.company, actor=self.actor, action="company.imported", changes=counts)

    def entries(self, kind, verb):
        for each in {"department": self.roster.departments, "person": self.roster.people}[kind]:
            if changes := self.changes[id(each)]:
                action = f"{kind}.{verb if self.is_new(each) else 'changed'}"
                yield audit_entry(each, actor=self.actor, action=action, changes=changes)


def upsert(model, changed, fields):
    """Update rows that are there and locked, as an insert that conflicts: a third of bulk_update's time."""
    model.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def claim_addresses(company, people):
    """Give each person their address, or keep it unclaimed where another company uses it, as everywhere."""
    taken = addresses_taken(company, [person.address for person in people])
    for person in people:
        address = person.address
        person.email, person.unclaimed_email = (None, address) if address in taken else (address, "")


def addresses_taken(company, addresses):
    """Those of the addresses that people of other companies sign in with."""
    others = User.objects.exclude(company=company)
    taken = set()
    for start in range(0, len(addresses), ADDRESSES_AT_ONCE):
        some = addresses[start : start + ADDRESSES_AT_ONCE]
        taken.update(others.filter(email__in=some).values_list("email", flat=True))
    return taken
