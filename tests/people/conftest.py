import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from tests.factories import AdminFactory, UserFactory

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    """Rate limits are counted in the cache, which the rolled-back database holds."""
    cache.clear()


def with_password(person):
    """Let the person sign in with PASSWORD, as if they had accepted an invitation."""
    person.set_password(PASSWORD)
    person.joined_at = timezone.now()
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def member(db):
    return with_password(UserFactory(email="member@example.com"))


@pytest.fixture
def admin(db):
    return AdminFactory(joined_at=timezone.now(), email="admin@example.com")


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client
