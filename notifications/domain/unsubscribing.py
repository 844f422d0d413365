"""The link at the foot of a mail that stops this kind of mail, by whoever holds it and without signing in.

It can only lower mail, so it never expires: a mail that is years old still stops. It is signed for one person,
kind and address, and dies when the address changes.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from common.ids import as_id
from notifications.domain.preferences import change_preference
from notifications.models import Delivery
from people.models import User

SALT = "notifications.unsubscribing"
PREFERENCES = {Delivery.Kind.DIGEST: "digest", Delivery.Kind.REMINDER: "reminders", Delivery.Kind.NEWS: "news"}


class UnknownLink(Exception):
    """The link is forged, for another purpose, or for an address the person no longer has."""


def unsubscribe_url(person, kind):
    """The absolute link, built from BASE_URL alone. ``kind`` is one of PREFERENCES."""
    token = signer(person).sign(f"{person.pk}.{PREFERENCES[kind]}")
    return settings.BASE_URL + reverse("mail-stop", args=[token])


def signer(person):
    """The address is part of the salt: it is no part of the link, and another one makes another signature."""
    return Signer(sep=".", salt=f"{SALT}:{person.email}")


def read_token(token):
    """Return the person with their company, and the name of the preference the link lowers. Raises UnknownLink."""
    pk = token.partition(".")[0]
    person = User.objects.select_related("company").filter(pk=as_id(pk), email__isnull=False).first()
    if person is None:
        raise UnknownLink
    try:
        _pk, preference = signer(person).unsign(token).split(".")
    except BadSignature as error:
        raise UnknownLink from error
    return person, preference


def stop_mail(person, preference):
    """Send the person no more of it; doing so twice changes nothing."""
    return change_preference(person, **{preference: False})
