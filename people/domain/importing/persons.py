"""Turning the rows of a people file into people as they will be."""

from django.utils.translation import gettext as _

from people.domain.importing import cells
from people.domain.importing.cells import Refused
from people.domain.importing.columns import EMPTY_MARKS
from people.domain.importing.departments import ambiguous, unknown
from people.domain.importing.sheets import Draft, Problems
from people.models import Role, User

READERS = {"role": cells.read_role, "language": cells.read_language}
TEXTS = ["family_name", "given_name", "job_title"]
CLEARABLE = {"given_name", "furigana", "job_title", "department"}
LIMITS = {name: User._meta.get_field(name).max_length for name in [*TEXTS, "furigana"]}


def plan_people(roster, sheet):
    """Change the roster as the sheet says; return (drafts, problems)."""
    planner = PeoplePlanner(roster, sheet)
    for line in sheet.lines:
        planner.plan(line)
    check_admins(roster, planner)
    return planner.drafts, planner.problems


class PeoplePlanner:
    """A row is a person by their address. An empty cell keeps what is there; a dash empties it."""

    def __init__(self, roster, sheet):
        self.roster, self.sheet = roster, sheet
        self.problems, self.drafts = Problems(sheet), []
        self.rows = {}

    def plan(self, line):
        address = self.address(line)
        if address is None:
            self.fill(self.roster.stranger(), line)  # tells what else is wrong with the row
            return
        person = self.roster.by_address.get(address) or self.roster.add_person(address)
        if not person.is_active:
            message = _("This person is deactivated. Reactivate them first, or delete the row.")
            self.problems.add(line, "email", message)
        self.fill(person, line)
        self.drafts.append(Draft(self.sheet.kind, line, person, self.roster.was(person)))

    def address(self, line):
        """The row's address, or None with the reason noted."""
        if not line.get("email"):
            return self.problems.add(line, "email", _("The e-mail address is missing."))
        address = self.attempt(line, "email", cells.read_address, line.get("email"))
        if address is None:
            return None
        first = self.rows.setdefault(address, line)
        if first is not line:
            message = _("Row %(row)s has the same address.") % {"row": first.number}
            return self.problems.add(line, "email", message)
        return address

    def attempt(self, line, name, reader, *args):
        try:
            return reader(*args)
        except Refused as refusal:
            self.problems.add(line, name, str(refusal))

    def fill(self, person, line):
        for name in TEXTS:
            self.put(person, line, name, cells.read_text, LIMITS[name])
        for name, reader in READERS.items():
            self.put(person, line, name, reader)
        self.fill_name(person, line)
        self.fill_furigana(person, line)
        self.fill_department(person, line)

    def put(self, person, line, name, reader, *args):
        """Set the field to what the cell says, if it says anything else than what is there."""
        text, present = line.get(name), getattr(person, name)
        if text in ("", present):
            return
        if text in EMPTY_MARKS and name in CLEARABLE:
            setattr(person, name, "")
            return
        value = self.attempt(line, name, reader, text, *args)
        if value is not None:
            setattr(person, name, value)

    def fill_name(self, person, line):
        text = line.get("name")
        if text and not (self.sheet.has("family_name") or self.sheet.has("given_name")):
            self.split_name(person, line, text)
        if not (person.family_name or person.given_name or self.names_given(line)):
            self.problems.add(line, self.name_column(), _("The name is missing."))

    def split_name(self, person, line, text):
        if "".join(text.split()) in joined_names(person):
            return
        family, given = cells.split_name(text)
        for part in (family, given):
            self.attempt(line, "name", cells.read_text, part, LIMITS["family_name"])
        person.family_name, person.given_name = family, given

    def names_given(self, line):
        return any(line.get(name) for name in ("name", "family_name", "given_name"))

    def name_column(self):
        return "name" if self.sheet.has("name") and not self.sheet.has("family_name") else "family_name"

    def fill_furigana(self, person, line):
        parts = [line.get("family_furigana"), line.get("given_furigana")]
        text = line.get("furigana") or " ".join(part for part in parts if part and part not in EMPTY_MARKS)
        if text in EMPTY_MARKS and text != person.furigana:
            person.furigana = ""
        elif text and cells.read_furigana(text) != cells.read_furigana(person.furigana):
            column = "furigana" if line.get("furigana") else "family_furigana"
            reading = self.attempt(line, column, cells.read_text, cells.read_furigana(text), LIMITS["furigana"])
            person.furigana = reading or person.furigana

    def fill_department(self, person, line):
        name = "department_code" if line.get("department_code") else "department"
        text = line.get(name)
        if text in EMPTY_MARKS:
            person.department = None
        elif text:
            index = self.roster.index
            found = index.with_code(text) if name == "department_code" else index.find(text)
            if len(found) == 1:
                person.department = found[0]
            else:
                self.problems.add(line, name, ambiguous(text) if found else unknown(text))


def joined_names(person):
    """The person's two names without a space, in both orders: 佐藤葵 is no other name than 佐藤 葵."""
    family, given = ("".join(name.split()) for name in (person.family_name, person.given_name))
    return {family + given, given + family}


def check_admins(roster, planner):
    """Refuse to take the role from the last administrator who can sign in."""
    if any(person.is_admin and person.is_active and person.joined_at for person in roster.people):
        return
    for draft in planner.drafts:
        if draft.before and draft.before["role"] == Role.ADMIN != draft.subject.role and draft.subject.joined_at:
            message = _("The company needs at least one administrator who can sign in.")
            planner.problems.add(draft.line, "role", message)
