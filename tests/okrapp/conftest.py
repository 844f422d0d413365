import pytest
from django.db import connection

from people.models import Company
from tests.factories import CompanyFactory, UserFactory
from tests.okrapp.deployments import Deployments, told
from tests.people.conftest import with_password


@pytest.fixture
def deployments(tmp_path, settings, django_db_setup, django_db_blocker):
    """The deployment “old” with a company and a person who can sign in, and room for others."""
    if connection.vendor != "sqlite":
        pytest.skip("works on SQLite files")
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    with django_db_blocker.unblock():
        made = Deployments(tmp_path, settings)
        made.migrate("old")
        with made.at("old"):
            with_password(UserFactory(email="member@example.com", company=CompanyFactory(name="みどり精工")))
        yield made


@pytest.fixture
def archive(deployments):
    """A backup of the deployment “old”."""
    with deployments.at("old") as folder:
        told("backup", str(folder / "okr.zip"))
        return folder / "okr.zip"


@pytest.fixture
def used(deployments):
    """A deployment “used” with another company."""
    deployments.migrate("used")
    with deployments.at("used"):
        Company.objects.create(name="Here before")
        yield
