"""The link at the foot of a mail that stops this kind of mail, by whoever holds it and without signing in.

It can only lower mail, so it never expires: a mail that is years old still stops. It dies when the address changes.
"""

from functools import cache

from django.conf import settings
from django.urls import reverse

from notifications.domain.preferences import change_preference
from notifications.models import Delivery
from people.models import User
from people.signed_links import read_signed, signed

SALT = "notifications.unsubscribing"
PREFERENCES = {Delivery.Kind.DIGEST: "digest", Delivery.Kind.REMINDER: "reminders", Delivery.Kind.NEWS: "news"}


def unsubscribe_url(person, kind):
    """The absolute link, built from BASE_URL alone. ``kind`` is one of PREFERENCES."""
    token = signed(f"{person.pk}.{PREFERENCES[kind]}", SALT, person)
    return settings.BASE_URL + path_of_links().replace("TOKEN", token)


@cache
def path_of_links():
    """Looked up once, since each mail has such a link."""
    return reverse("mail-stop", args=["TOKEN"])


def read_token(token):
    """Return the person with their company, and the name of the preference the link lowers. Raises UnknownLink."""
    person, text = read_signed(token, SALT, token.partition(".")[0], User.objects.all())
    _pk, preference = text.split(".")
    return person, preference


def stop_mail(person, preference):
    """Send the person no more of it; doing so twice changes nothing."""
    return change_preference(person, **{preference: False})
