"""People and departments as the files that an import takes back: unchanged, they change nothing."""

import io

from django.http import Http404, HttpResponse

from common.tables import write_csv, write_xlsx
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


def as_file(rows, suffix):
    """The rows as the bytes of a ``csv`` or ``xlsx`` file."""
    file = io.BytesIO()
    WRITERS[suffix](rows, file)
    return file.getvalue()


def download(rows, name, suffix):
    """The answer that brings the rows as a file; 404 for a kind of file that is not written."""
    if suffix not in WRITERS:
        raise Http404
    response = HttpResponse(as_file(rows, suffix), content_type=CONTENT_TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
