import io

import pytest
from django.utils import translation

from people.domain.importing.planning import make_plan
from people.exports import WRITERS, rows
from people.imports import read_sheet
from people.models import Department, User
from tests.factories import AdminFactory, CompanyFactory, DepartmentFactory, UserFactory
from tests.people.importing import load, paths, sheet

pytestmark = pytest.mark.django_db


# Out and in again

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "'=1", "-", "○"]


@pytest.fixture
def company(admin):
    company = admin.company
    for number, text in enumerate(FORMULAS):
        department = DepartmentFactory(company=company, name=text, code=f"{text}{number}")
        DepartmentFactory(company=company, name="営業/推進", parent=department)
        UserFactory(
            company=company,
            family_name=text,
            given_name=text,
            furigana="サトウ",
            job_title=text,
            department=department,
            email=f"+formula{number}@example.com",
        )
    DepartmentFactory(company=company, name="営業", manager=admin)
    DepartmentFactory(company=company, name="推進", parent=Department.objects.get(name="営業"))
    DepartmentFactory(company=company, name="去", manager=UserFactory(company=company, is_active=False))
    UserFactory(company=company, email=None, unclaimed_email="taken@example.com", language="ja")
    return company


def as_file(rows, suffix):
    file = io.BytesIO()
    WRITERS[suffix](rows, file)
    file.seek(0)
    return file


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_exported_is_imported_without_a_change(company, suffix, language):
    with translation.override(language):
        sheets = [
            read_sheet(as_file(rows(company, kind), suffix), name=f"x.{suffix}", kind=kind)
            for kind in ("departments", "people")
        ]
        plan = make_plan(company, sheets)

    assert plan.problems == []
    assert plan.created == plan.changed == []
    active = User.objects.active().filter(company=company).count()
    assert len(plan.unchanged) == active + Department.objects.filter(company=company).count()


def test_an_exported_tree_builds_the_same_tree_elsewhere(company):
    other = AdminFactory(company=CompanyFactory())
    exported = [*rows(company, "departments")]
    without_managers = [[*row[:3], ""] for row in exported[1:]]

    load(other, sheet([exported[0], *without_managers], kind="departments"))

    assert set(paths(other.company)) == set(paths(company))
