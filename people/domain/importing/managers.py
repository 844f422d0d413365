"""Who manages which department, from both files: an address beside the department, a mark beside the person."""

from django.utils.translation import gettext as _

from people.domain.importing.cells import Refused, read_flag, read_manager
from people.domain.importing.columns import DEPARTMENTS, EMPTY_MARKS, PEOPLE


class ManagerPlanner:
    """Run after departments and people are planned: either file may name what the other one brings."""

    def __init__(self, roster, drafts, problems):
        self.roster, self.drafts, self.problems = roster, drafts, problems
        self.chosen = {}

    def run(self):
        for draft in self.drafts[DEPARTMENTS]:
            self.read_address(draft)
        flags = [(draft, self.flag(draft)) for draft in self.drafts[PEOPLE]]
        for draft, is_manager in flags:
            if is_manager:
                self.promote(draft)
        for draft, is_manager in flags:
            if is_manager is False:
                self.step_down(draft)
        self.check_viewers()

    def read_address(self, draft):
        text = draft.line.get("manager")
        if text in EMPTY_MARKS:
            self.choose(draft, draft.subject, None)
        elif text:
            person = self.find(draft, text)
            if person is not None:
                self.choose(draft, draft.subject, person)

    def find(self, draft, text):
        """The person of that address, or None with the reason noted."""
        try:
            address = read_manager(text)
        except Refused as refusal:
            return self.problems[DEPARTMENTS].add(draft.line, "manager", str(refusal))
        person = self.roster.by_address.get(address)
        if person is None:
            message = _("Nobody in your company has the address %(address)s.") % {"address": address}
            return self.problems[DEPARTMENTS].add(draft.line, "manager", message)
        return person

    def flag(self, draft):
        """True, False, or None where the row says nothing."""
        text = draft.line.get("manager")
        if not text:
            return None
        try:
            return read_flag(text)
        except Refused as refusal:
            return self.problems[PEOPLE].add(draft.line, "manager", str(refusal))

    def promote(self, draft):
        department = draft.subject.department
        if department is None:
            message = _("A manager needs a department to manage.")
            self.problems[PEOPLE].add(draft.line, "manager", message)
        else:
            self.choose(draft, department, draft.subject)

    def step_down(self, draft):
        department = draft.subject.department
        if department is not None and department.manager is draft.subject and id(department) not in self.chosen:
            self.choose(draft, department, None)

    def choose(self, draft, department, manager):
        """Make it so, unless another row named somebody else or the person cannot manage."""
        problems = self.problems[draft.kind]
        if self.chosen.setdefault(id(department), manager) is not manager:
            message = _("“%(department)s” would get two managers.") % {"department": department.name}
            problems.add(draft.line, "manager", message)
        elif manager is not None and manager is not department.manager and not can_manage(manager):
            problems.add(draft.line, "manager", _("Viewers and deactivated people cannot manage a department."))
        else:
            self.tell(draft, department, manager)
            department.manager = manager

    def tell(self, draft, department, manager):
        """Note on a person's row what it does to the department."""
        if draft.kind == PEOPLE and department.manager is not manager:
            old, new = (person.address if person else "" for person in (department.manager, manager))
            draft.extra["manager"] = (old, new)

    def check_viewers(self):
        managing = {id(each.manager) for each in self.roster.departments if each.manager is not None}
        for draft in self.drafts[PEOPLE]:
            if draft.subject.is_viewer and id(draft.subject) in managing:
                message = _("A viewer cannot manage a department. Choose another manager first.")
                self.problems[PEOPLE].add(draft.line, "role", message)


def can_manage(person):
    return person.is_active and not person.is_viewer
