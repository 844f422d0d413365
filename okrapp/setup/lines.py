"""What administrators type or paste, a line each, as the sheets that an import takes."""

import re

from people.domain.importing.columns import DEPARTMENTS, PEOPLE
from people.domain.importing.sheets import Line, Sheet

TAB_WIDTH = 4
BULLET = re.compile(r"^[・•*‐-]\s*")
SEPARATORS = re.compile(r"[\t,，、;；]")
BRACKETED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>(?P<rest>.*)$")


def departments_sheet(text):
    """A department a line, below the nearest line above that is indented less; or a path with / in a line."""
    lines, above = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            indent = indentation(line)
            above = [(width, path) for width, path in above if width < indent]
            path = [*(above[-1][1] if above else []), *names(line)]
            above.append((indent, path))
            lines += [(number, path[: end + 1]) for end in range(len(path))]
    headers = {"name": "", "parent": ""}
    return Sheet(DEPARTMENTS, headers, [department_line(*line) for line in first_of_each(lines)])


def indentation(line):
    wide = line.replace("\u3000", "  ").expandtabs(TAB_WIDTH)
    return len(wide) - len(wide.lstrip())


def names(line):
    text = BULLET.sub("", line.strip()).replace("／", "/")
    return [name.strip() for name in text.split("/") if name.strip()]


def first_of_each(lines):
    seen = {}
    for number, path in lines:
        seen.setdefault(tuple(path), number)
    return [(number, path) for path, number in seen.items()]


def department_line(number, path):
    return Line(number, {"name": path[-1], "parent": "/".join(path[:-1])})


def departments_text(tree):
    """The tree as such lines, two spaces a level."""
    return "\n".join(f"{'  ' * depth}{department.name}" for department, depth in tree.walk())


def people_sheet(text):
    """A person a line: name, e-mail and department, in any order that has the name before the department."""
    lines = [
        Line(number, person_values(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    ]
    return Sheet(PEOPLE, {"email": "", "name": "", "department": ""}, lines)


def person_values(line):
    bracketed = BRACKETED.match(line)
    if bracketed:
        line = ",".join(bracketed.group("name", "email", "rest"))
    parts = [part.strip().strip('"') for part in SEPARATORS.split(line)]
    email = next((part for part in parts if "@" in part or "＠" in part), "")
    others = [part for part in parts if part and part != email]
    name, department = (*others, "", "")[:2]
    return {"email": email, "name": name, "department": department}
