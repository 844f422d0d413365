"""Turning the rows of a department file into the tree as it will be."""

from collections import defaultdict

from django.utils.translation import gettext as _

from people.domain.importing.cells import Refused, read_text
from people.domain.importing.columns import EMPTY_MARKS
from people.domain.importing.references import folded, path_of
from people.domain.importing.sheets import Draft, Problems
from people.models import Department

MAX_NAME = Department._meta.get_field("name").max_length
MAX_CODE = Department._meta.get_field("code").max_length


def plan_departments(roster, sheet):
    """Change the roster as the sheet says; return (drafts, problems). Managers come later."""
    planner = DepartmentPlanner(roster, sheet)
    planner.run()
    return planner.drafts, planner.problems


class DepartmentPlanner:
    """A row is a department by its code; else by its name under the parent it gives, or at the top."""

    def __init__(self, roster, sheet):
        self.roster, self.sheet = roster, sheet
        self.problems, self.drafts = Problems(sheet), []
        self.claimed, self.places = {}, defaultdict(list)

    def run(self):
        lines = [line for line in self.sheet.lines if self.is_readable(line)]
        waiting = [line for line in lines if not self.claim_by_code(line)]
        for department in self.roster.departments:
            self.places[place(department.parent, department.name)].append(department)
        self.place(waiting)
        for draft in self.drafts:
            self.fill(draft)
        self.check_loops()
        self.check_twins()

    def is_readable(self, line):
        if not line.get("name"):
            self.problems.add(line, "name", _("The name is missing."))
            return False
        return all([self.read(line, "name", MAX_NAME), self.read(line, "code", MAX_CODE) is not None])

    def read(self, line, name, limit):
        try:
            return read_text(line.get(name), limit)
        except Refused as refusal:
            self.problems.add(line, name, str(refusal))

    def claim_by_code(self, line):
        found = self.roster.index.with_code(line.get("code")) if line.get("code") else []
        if found:
            self.claim(line, found[0])
            self.roster.index.add_name(self.renamed(line, found[0]))
        return bool(found)

    def renamed(self, line, department):
        department.name = self.kept(line, "name", department.name)
        return department

    def kept(self, line, name, present):
        """The cell's text; what is there already stays as it is, to the last space."""
        text = line.get(name)
        return present if text in ("", present) else " ".join(text.split())

    def claim(self, line, department):
        other = self.claimed.setdefault(id(department), line)
        if other is line:
            self.drafts.append(Draft(self.sheet.kind, line, department, self.roster.was(department)))
        else:
            message = _("Row %(row)s is the same department.") % {"row": other.number}
            self.problems.add(line, "code" if line.get("code") else "name", message)

    # Rows without a known code: each waits until its parent is known.

    def place(self, waiting):
        waiting.sort(key=lambda line: bool(self.parent_text(line)))
        while waiting:
            still = [line for line in waiting if not self.try_to_place(line)]
            if len(still) == len(waiting):
                return self.refuse(still)
            waiting = still

    def parent_text(self, line):
        text = line.get("parent")
        return "" if text in EMPTY_MARKS else text

    def try_to_place(self, line):
        """Whether the row is done with: placed, or refused."""
        if not self.sheet.has("parent"):
            self.place_by_name(line)
            return True
        text = self.parent_text(line)
        parents = self.roster.index.find(text) if text else [None]
        if len(parents) == 1:
            self.place_below(line, parents[0])
        elif parents:
            self.problems.add(line, "parent", ambiguous(text))
        return bool(parents)

    def place_by_name(self, line):
        found = self.roster.index.find(line.get("name"))
        if len(found) > 1:
            self.problems.add(line, "name", ambiguous(line.get("name")))
        else:
            self.claim(line, found[0] if found else self.new(line, None))

    def place_below(self, line, parent):
        """A name that differs in width alone means the same department, unless a row has that one already."""
        same = self.places[place(parent, line.get("name"))]
        exact = [each for each in same if each.name == line.get("name")]
        free = [each for each in same if id(each) not in self.claimed]
        self.claim(line, (exact or free or [None])[0] or self.new(line, parent))

    def new(self, line, parent):
        department = self.roster.add_department(" ".join(line.get("name").split()), parent)
        department.code = self.kept(line, "code", "")
        self.roster.index.add_code(department)
        self.places[place(parent, department.name)].append(department)
        return department

    def refuse(self, waiting):
        names = {folded(line.get(name)) for line in waiting for name in ("code", "name") if line.get(name)}
        for line in waiting:
            text = self.parent_text(line)
            message = loops() if folded(text) in names else unknown(text)
            self.problems.add(line, "parent", message)

    # All departments are known: the rest of each row.

    def fill(self, draft):
        department, line = draft.subject, draft.line
        department.code = self.kept(line, "code", department.code)
        if draft.before and line.get("code"):
            self.move(department, line)

    def move(self, department, line):
        text = line.get("parent")
        if text in EMPTY_MARKS:
            department.parent = None
        elif text:
            parents = self.roster.index.find(text)
            if len(parents) == 1:
                department.parent = parents[0]
            else:
                self.problems.add(line, "parent", ambiguous(text) if parents else unknown(text))

    def check_loops(self):
        for draft in self.drafts:
            top = path_of(draft.subject)[0]
            if top.parent is not None:
                self.problems.add(draft.line, "parent", loops())

    def check_twins(self):
        places, codes = {}, {}
        for each in self.roster.departments:
            places.setdefault((id(each.parent), each.name), []).append(each)
            codes.setdefault(each.code, []).append(each)
        codes.pop("", None)
        for draft in self.drafts:
            each = draft.subject
            if len(places[id(each.parent), each.name]) > 1:
                message = _("There is already a department of this name in the same place.")
                self.problems.add(draft.line, "name", message)
            if len(codes.get(each.code, [])) > 1:
                self.problems.add(draft.line, "code", _("Another department has this code."))


def place(parent, name):
    return id(parent), folded(name)


def unknown(text):
    return _("There is no department “%(text)s”.") % {"text": text}


def ambiguous(text):
    return _("Several departments are called “%(text)s”. Write the path with /, or the code.") % {"text": text}


def loops():
    return _("A department cannot belong to itself or to one below it.")
