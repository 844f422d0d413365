"""A company's departments and people in memory: an import changes them here and saves them all at once."""

from people.domain.accounts import SET_UP_FIELDS
from people.domain.audit import differences, snapshot
from people.domain.importing.references import DepartmentIndex, path_text
from people.models import Department, User

DEPARTMENT_FIELDS = ["name", "code", "parent", "manager"]


class Roster:
    """``lock`` also keeps people from changing themselves until the transaction ends."""

    def __init__(self, company, *, lock=False):
        self.company = company
        people = User.objects.filter(company=company).order_by("pk")
        self.people = list(people.select_for_update() if lock else people)
        self.departments = list(Department.objects.filter(company=company))
        self.link()
        self.by_address = {person.address: person for person in self.people if person.address}
        self.index = DepartmentIndex(self.departments)
        self.before = {id(each): as_kept(each) for each in (*self.departments, *self.people)}

    def link(self):
        """Let relations lead to the objects held here, which costs no query and shows every change."""
        people = {person.pk: person for person in self.people}
        departments = {department.pk: department for department in self.departments}
        for department in self.departments:
            department.company = self.company
            department.parent = departments.get(department.parent_id)
            department.manager = people.get(department.manager_id)
        for person in self.people:
            person.company = self.company
            person.department = departments.get(person.department_id)

    def add_person(self, address):
        person = self.stranger()
        person.email = address
        self.people.append(person)
        self.by_address[address] = person
        return person

    def stranger(self):
        """A new person of the company who belongs to no row yet."""
        return User(company=self.company, language=self.company.language, time_zone=self.company.time_zone)

    def add_department(self, name, parent):
        department = Department(company=self.company, name=name, parent=parent)
        self.departments.append(department)
        self.index.add(department)
        return department

    def was(self, subject):
        """What the department or person was before this import; {} for a new one."""
        return self.before.get(id(subject), {})

    def changes(self, subject):
        """{field: (old, new)} as text, empty new values of a new one left out."""
        before = self.was(subject)
        changes = differences(before, as_kept(subject))
        return {
            name: (written(old) if before else None, written(new))
            for name, (old, new) in changes.items()
            if before or new not in (None, "")
        }


def as_kept(subject):
    if isinstance(subject, Department):
        return snapshot(subject, DEPARTMENT_FIELDS)
    return {"email": subject.address} | snapshot(subject, SET_UP_FIELDS)


def written(value):
    """A value as an import file writes it: a department as its path, a person as their address."""
    if isinstance(value, Department):
        return path_text(value)
    return value.address if isinstance(value, User) else str(value or "")
