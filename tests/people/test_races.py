"""Two administrators acting on each other in the same moment; needs a database that locks rows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from people.domain.accounts import change_person, deactivate_person
from people.domain.errors import PeopleError
from people.models import Role, User
from tests.factories import AdminFactory

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
