"""What an import reads and what it finds. Plain data, so that it can wait between preview and commit."""

import hashlib
import json
from dataclasses import dataclass, field

from people.domain.importing.columns import column_name


@dataclass(slots=True)
class Line:
    """One row: its number in the spreadsheet, and the text of each field that has a column."""

    number: int
    values: dict[str, str]

    def get(self, name):
        return self.values.get(name, "")


@dataclass(slots=True)
class Sheet:
    """A file's rows. ``headers`` gives each field's column as the file calls it; ``unknown`` are ignored."""

    kind: str
    headers: dict[str, str]
    lines: list[Line]
    unknown: list[str] = field(default_factory=list)

    def has(self, name):
        return name in self.headers


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken, in the reader's language; ``column`` as the file calls it."""

    kind: str
    row: int
    column: str
    message: str


@dataclass(slots=True)
class Draft:
    """A row and the department or person it became, with what that was before ({} for a new one)."""

    kind: str
    line: Line
    subject: object
    before: dict
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row will do to the department or person ``label`` at ``place`` (its parent, or the address).

    ``changes`` are (field, old, new) as text; a new one's old values are None.
    """

    kind: str
    row: int
    label: str
    place: str
    is_new: bool
    changes: list[tuple[str, str | None, str]]


@dataclass
class Plan:
    """What an import would do to the company as it is now."""

    entries: list[Entry]
    problems: list[Problem]
    roster: object

    @property
    def created(self):
        return [entry for entry in self.entries if entry.is_new]

    @property
    def changed(self):
        return [entry for entry in self.entries if not entry.is_new and entry.changes]

    @property
    def unchanged(self):
        return [entry for entry in self.entries if not entry.is_new and not entry.changes]

    @property
    def changes_anything(self):
        return any(entry.is_new or entry.changes for entry in self.entries)

    @property
    def fingerprint(self):
        """Stays the same while the same rows would do the same things, in whatever language."""
        told = [(entry.kind, entry.row, entry.is_new, entry.changes) for entry in self.entries]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class Problems(list):
    """Collects what is wrong with the rows of one sheet."""

    def __init__(self, sheet):
        super().__init__()
        self.sheet = sheet

    def add(self, line, name, message):
        column = self.sheet.headers.get(name) or column_name(self.sheet.kind, name)
        self.append(Problem(self.sheet.kind, line.number, column, message))
