"""People and departments as the files that an import takes back: unchanged, they change nothing."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404

from common.tables import write_csv, write_xlsx
from people.domain.exporting import record_export
from people.domain.importing.columns import (
    DEPARTMENTS,
    LANGUAGES,
    PEOPLE,
    ROLES,
    WRITTEN,
    YES_MARK,
    column_name,
    word_for,
)
from people.domain.importing.references import reference
from people.domain.importing.roster import Roster
from people.tree import DepartmentTree

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def header(kind):
    """The names of the columns in the reader's language."""
    return [column_name(kind, field) for field in WRITTEN[kind]]


def rows(company, kind):
    """The header and a row for each department, in the order of the tree, or each active person, by name."""
    roster = Roster(company)
    return [header(kind), *{PEOPLE: people_rows, DEPARTMENTS: department_rows}[kind](roster)]


def people_rows(roster):
    for person in sorted(roster.by_address.values(), key=lambda person: (person.sort_key, person.pk)):
        if person.is_active:
            yield person_row(person, roster.index)


def person_row(person, index):
    department = person.department
    return [
        person.address,
        person.family_name,
        person.given_name,
        person.furigana,
        reference(department, index) if department else "",
        person.job_title,
        word_for(ROLES, person.role),
        word_for(LANGUAGES, person.language),
        YES_MARK if department and department.manager is person else "",
    ]


def department_rows(roster):
    for department, _depth in DepartmentTree(roster.departments).walk():
        yield department_row(department, roster.index)


def department_row(department, index):
    parent, manager = department.parent, department.manager
    return [
        department.code,
        department.name,
        reference(parent, index) if parent else "",
        manager.address if manager else "",
    ]


def download(rows, name, suffix, *, taken_by=None):
    """The answer that brings the rows as a file; 404 for a kind of file that is not written.

    The file is written to disk, so that memory stays flat however long it is. Whoever takes data out is named by
    ``taken_by`` and logged; a template holds none.
    """
    if suffix not in WRITERS:
        raise Http404
    counted, file = Counted(rows), TemporaryFile()  # noqa: SIM115 - closed with the answer
    WRITERS[suffix](counted, file)
    file.seek(0)
    if taken_by:
        record_export(taken_by.company, actor=taken_by, file=f"{name}.{suffix}", rows=counted.below_header)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{suffix}", content_type=CONTENT_TYPES[suffix])


class Counted:
    """Rows, the header first, that know how many they were once they have passed."""

    def __init__(self, rows):
        self.rows, self.below_header = rows, -1

    def __iter__(self):
        for row in self.rows:
            self.below_header += 1
            yield row
