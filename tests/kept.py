"""Rows that all tests of a module share, for those that cost more to make than to look at."""

from contextlib import contextmanager

import pytest
from django.db import transaction


@contextmanager
def kept(_django_db_setup, django_db_blocker):
    """Keep what is written inside until the end; each test's own writes are rolled back before, as ever."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def kept_for_module(make):
    """A fixture: what ``make`` makes, for all tests of the module that names it."""

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with kept(django_db_setup, django_db_blocker):
            yield make()

    return made
