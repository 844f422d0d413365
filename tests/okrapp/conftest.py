import pytest
from django.db import connection

from tests.okrapp.deployments import Deployments


@pytest.fixture(scope="module")
def untouched(tmp_path_factory, django_db_setup, django_db_blocker):
    """For tests that change nothing in them."""
    if connection.vendor != "sqlite":
        pytest.skip("works on SQLite files")
    with django_db_blocker.unblock():
        yield Deployments(tmp_path_factory.mktemp("deployments"))


@pytest.fixture
def deployments(tmp_path, django_db_setup, django_db_blocker):
    if connection.vendor != "sqlite":
        pytest.skip("works on SQLite files")
    with django_db_blocker.unblock():
        yield Deployments(tmp_path)
