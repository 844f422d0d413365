"""Finding the department that a cell means: by path, by code or by name."""

import re
import unicodedata
from collections import defaultdict

from people.domain.importing.columns import EMPTY_MARKS

SEPARATOR = "/"
SEPARATORS = re.compile(r"\s*[/>→]\s*")


def path_of(department):
    """The department and those above it, from the top; ends where the chain bites its own tail."""
    path = []
    while department is not None and not any(department is each for each in path):
        path.append(department)
        department = department.parent
    return path[::-1]


def path_text(department):
    """How a department is written so that it can be found again: 営業本部/インサイドセールス部."""
    return SEPARATOR.join(each.name for each in path_of(department))


def folded(text):
    """Width, case, and the spaces around separators make no difference; > and → separate as well."""
    return SEPARATORS.sub(SEPARATOR, " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


class DepartmentIndex:
    """Looks a whole path up first, then a code, then the end of a path, the bare name included."""

    def __init__(self, departments=()):
        self.paths, self.codes, self.ends = (defaultdict(list) for _table in range(3))
        for department in departments:
            self.add(department)

    def add(self, department):
        names = [each.name for each in path_of(department)]
        self.enter(self.paths, SEPARATOR.join(names), department)
        self.add_code(department)
        for start in range(1, len(names)):
            self.enter(self.ends, SEPARATOR.join(names[start:]), department)

    def add_code(self, department):
        if department.code:
            self.enter(self.codes, department.code, department)

    def add_name(self, department):
        """Let a department that this import renames be found by its new name too."""
        self.enter(self.ends, department.name, department)

    def enter(self, table, spelling, department):
        table[folded(spelling)].append((spelling, department))

    def with_code(self, code):
        return self.chosen(self.codes, code)

    def find(self, text):
        """The departments that the text may mean: none, one, or several where it is ambiguous."""
        for table in (self.paths, self.codes, self.ends):
            found = self.chosen(table, text)
            if found:
                return found
        return []

    def chosen(self, table, text):
        entries = table.get(folded(text), [])
        exact = distinct(department for spelling, department in entries if spelling == text)
        return exact if len(exact) == 1 else distinct(department for _spelling, department in entries)


def distinct(departments):
    """Each once; departments not yet saved have no hash, so it goes by identity."""
    return list({id(department): department for department in departments}.values())


def reference(department, index):
    """The path or code by which the index finds exactly this department again, or nothing."""
    for text in (path_text(department), department.code):
        found = index.find(text) if text and text not in EMPTY_MARKS else []
        if len(found) == 1 and found[0] is department:
            return text
    return ""
