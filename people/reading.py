"""Pages and mail as their reader sees them."""

from contextlib import contextmanager

from django.utils import timezone, translation

from people.models import Role, User


@contextmanager
def as_read_by(person):
    """Within it, texts are in the person's language and moments in the person's time zone."""
    with translation.override(person.language), timezone.override(person.zone):
        yield


def anybody(company, language):
    """Somebody who stands for everybody of the company, and is nobody.

    A viewer who owns, manages and carries nothing: whatever such a person may read, every active member may.
    """
    return User(pk=0, company=company, role=Role.VIEWER, language=language, time_zone=company.time_zone)
