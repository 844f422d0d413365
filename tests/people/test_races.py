"""Two people acting in the same moment; needs a database that locks rows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from people.domain.accounts import change_person, deactivate_person
from people.domain.errors import PeopleError
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import PlanChanged, commit_import
from people.domain.importing.sheets import Line, Sheet
from people.domain.setup import SetupClosed, found_company
from people.models import Company, Department, Role, User
from tests.factories import AdminFactory
from tests.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def deactivate(target, actor):
    deactivate_person(target, actor=actor)


def demote(target, actor):
    change_person(target, actor=actor, role=Role.MEMBER)


@pytest.mark.parametrize("act", [deactivate, demote])
def test_two_administrators_cannot_remove_each_other(act):
    first = AdminFactory(joined_at=timezone.now())
    second = AdminFactory(company=first.company, joined_at=timezone.now())
    start = Barrier(2)

    def attempt(pair):
        start.wait()
        try:
            act(*pair)
        except PeopleError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(attempt, [(first, second), (second, first)]))

    assert sorted(results) == [False, True]
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


DEPARTMENTS = Sheet("departments", {"name": "Name", "code": "Code"}, [Line(2, {"name": "Sales", "code": "S"})])
PEOPLE = Sheet(
    "people",
    {"email": "Mail", "family_name": "Name"},
    [Line(number, {"email": f"p{number}@example.com", "family_name": "Sato"}) for number in range(2, 200)],
)


def test_the_same_file_imported_twice_at_once_is_written_once():
    admin = AdminFactory(joined_at=timezone.now())
    seen = make_plan(admin.company, [DEPARTMENTS, PEOPLE]).fingerprint

    def commit():
        return commit_import(admin.company, [DEPARTMENTS, PEOPLE], actor=admin, seen=seen)

    outcomes = at_once(commit, commit)

    assert sum(isinstance(outcome, PlanChanged) for outcome in outcomes) == 1
    assert User.objects.filter(company=admin.company).count() == 1 + len(PEOPLE.lines)
    assert Department.objects.filter(company=admin.company).count() == 1


def test_two_companies_importing_the_same_addresses_at_once_both_succeed():
    admins = [AdminFactory(joined_at=timezone.now()) for _company in range(2)]

    def commit(admin):
        seen = make_plan(admin.company, [PEOPLE]).fingerprint
        return commit_import(admin.company, [PEOPLE], actor=admin, seen=seen)

    outcomes = at_once(lambda: commit(admins[0]), lambda: commit(admins[1]))

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert User.objects.filter(email__startswith="p", email__endswith="@example.com").count() >= len(PEOPLE.lines)
    assert User.objects.exclude(unclaimed_email="").count() == len(PEOPLE.lines)


def test_two_founders_at_once_found_one_company():
    def found(name):
        person = {"family_name": name, "email": f"{name}@example.com", "password": "correct horse battery"}
        return found_company(name=name, language="ja", **person)

    outcomes = at_once(lambda: found("a"), lambda: found("b"))

    assert sum(isinstance(outcome, SetupClosed) for outcome in outcomes) == 1
    assert (Company.objects.count(), User.objects.count()) == (1, 1)
