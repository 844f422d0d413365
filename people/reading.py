"""Pages and mail as their reader sees them."""

from contextlib import contextmanager

from django.utils import timezone, translation


@contextmanager
def as_read_by(person):
    """Within it, texts are in the person's language and moments in the person's time zone."""
    with translation.override(person.language), timezone.override(person.zone):
        yield
