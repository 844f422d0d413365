"""The pages of an import in finished strings."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from people.domain.importing.columns import (
    DEPARTMENTS,
    LANGUAGES,
    NAMES,
    PEOPLE,
    REQUIRED,
    ROLES,
    WRITTEN,
    column_name,
    in_readers_order,
    word_for,
)
from people.imports import KIND_NAMES

PAGE_SIZE = 50
PROBLEMS, CREATED, CHANGED, UNCHANGED = "problems", "created", "changed", "unchanged"
ALSO_KNOWN = 4


class Preview:
    """What a plan would do: four tabs, fifty rows a page. Other imports have kinds and words of their own."""

    kind_names = KIND_NAMES

    def __init__(self, request, sheets, plan):
        self.plan = plan
        self.parts = {
            PROBLEMS: plan.problems,
            CREATED: plan.created,
            CHANGED: plan.changed,
            UNCHANGED: plan.unchanged,
        }
        self.show = self.chosen(request.GET.get("show"))
        self.page = Paginator(self.parts[self.show], PAGE_SIZE).get_page(request.GET.get("page"))
        self.unknown = [(self.kind_names[sheet.kind], sheet.unknown) for sheet in sheets if sheet.unknown]
        self.both = len(sheets) > 1

    def chosen(self, wanted):
        """The part asked for, else the first that holds anything."""
        if wanted in self.parts:
            return wanted
        return next((name for name, rows in self.parts.items() if rows), UNCHANGED)

    @property
    def tabs(self):
        titles = {
            PROBLEMS: _("To correct"),
            CREATED: _("New"),
            CHANGED: _("Changed"),
            UNCHANGED: _("Unchanged"),
        }
        return [
            (f"{titles[name]} {len(rows)}", f"?show={name}", name == self.show)
            for name, rows in self.parts.items()
            if rows or name != PROBLEMS
        ]

    @property
    def shows_problems(self):
        return self.show == PROBLEMS

    @property
    def shows_new(self):
        return self.show == CREATED

    @property
    def rows(self):
        return [self.problem_row(row) if self.shows_problems else self.entry_row(row) for row in self.page]

    @property
    def can_commit(self):
        return not self.plan.problems and self.plan.changes_anything

    @property
    def does_nothing(self):
        return not self.plan.problems and not self.plan.changes_anything

    def problem_row(self, problem):
        return {
            "row": problem.row,
            "file": self.kind_names[problem.kind],
            "column": problem.column,
            "message": problem.message,
        }

    def entry_row(self, entry):
        """A row of the table; what its first cell says already is not said again."""
        said = {"email", "name", "parent"} if entry.is_new else set()
        changes = [self.change_text(entry, *change) for change in entry.changes if change[0] not in said]
        return {
            "row": entry.row,
            "kind": self.kind_names[entry.kind],
            "label": entry.label,
            "place": entry.place,
            "is_new": entry.is_new,
            "changes": changes,
        }

    def change_text(self, entry, name, old, new):
        """(column, before, after) as the reader writes them."""
        words = {"role": ROLES, "language": LANGUAGES}.get(name)
        if words:
            old, new = (word_for(words, value) if value else "" for value in (old, new))
        return column_name(entry.kind, name), old, new


def column_rows():
    """For each kind of file: its name, kind, and (column, other names, whether needed, what it holds)."""
    notes = {
        (PEOPLE, "email"): _("Tells people apart; the same address is the same person."),
        (PEOPLE, "family_name"): _("Or one column with the full name, with a space between the two."),
        (PEOPLE, "furigana"): _("Katakana is turned into hiragana."),
        (PEOPLE, "department"): _("Name, code, or path with /."),
        (PEOPLE, "role"): _("Administrator, member or viewer; empty means member."),
        (PEOPLE, "language"): _("Japanese or English; empty means the company's."),
        (PEOPLE, "manager"): _("○ where the person manages the department."),
        (DEPARTMENTS, "code"): _("The same code is the same department, also under a new name."),
        (DEPARTMENTS, "parent"): _("Name, code, or path with /; empty for the topmost."),
        (DEPARTMENTS, "manager"): _("A person of the company or of the file of people."),
    }
    return [(kind, KIND_NAMES[kind], [column_row(kind, name, notes) for name in WRITTEN[kind]]) for kind in WRITTEN]


def column_row(kind, name, notes):
    others = in_readers_order(NAMES[kind][name])[0][1:ALSO_KNOWN]
    return {
        "name": column_name(kind, name),
        "others": others,
        "needed": name in REQUIRED[kind],
        "note": notes.get((kind, name), ""),
    }
