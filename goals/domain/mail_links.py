"""Links of a mail by which its reader acts without signing in (docs/adr/0031).

Each is signed for one purpose, person, address, key result and occasion, and good for eight days. The row UsedLink
says that the occasion is over, in the transaction of the act.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from goals.domain.agreements import accept
from goals.domain.check_ins import post_check_in
from goals.models import UsedLink
from goals.rhythm import rhythm_of
from people.models import User
from people.signed_links import UnknownLink, read_signed, signed

SALT = "goals.mail_links"
LIFETIME = timedelta(days=8)


class Purpose(StrEnum):
    VALUE = "value"
    NO_CHANGE = "no-change"
    HELP = "help"
    ACCEPT = "accept"


class Reason(StrEnum):
    """Why a link does nothing.

    ``UNKNOWN``: forged, cut, or of somebody who has left or has another address. ``MADE``: somebody has checked in
    since. ``SETTLED``: other terms lie on the table, or none. ``ALONE``: nobody comes to mind who could be asked.
    """

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    MADE = "made"
    CLOSED = "closed"
    SETTLED = "settled"
    ALONE = "alone"


class LinkFailed(Exception):
    """``link`` is None where it is unknown; ``said`` is a sentence about what happened, or empty."""

    def __init__(self, reason, link=None, said=""):
        super().__init__(reason)
        self.reason, self.link, self.said = reason, link, said


@dataclass(frozen=True)
class MailLink:
    """``occasion`` is what the mail asked about the key result: see UsedLink. ``person`` comes with the company."""

    purpose: Purpose
    person: User
    key_result_id: int
    occasion: str

    @property
    def path(self):
        """The page it opens, which does not name the token."""
        return reverse("mail-act", args=[self.purpose, self.key_result_id])


def check_in_urls(purposes, key_result, person, today):
    """The absolute links for the check-in period of the company's day ``today``, built from BASE_URL alone."""
    occasion = period_name(key_result, today)
    return [signed_url(purpose, person, key_result.pk, occasion) for purpose in purposes]


def accept_url(key_result, person):
    """The absolute link that consents to what lies on the table of the key result."""
    return signed_url(Purpose.ACCEPT, person, key_result.pk, str(key_result.on_table.number))


def period_name(key_result, day):
    objective = key_result.objective
    return rhythm_of(objective, key_result.company).period(objective.cycle, key_result, day).start.isoformat()


def signed_url(purpose, person, key_result_id, occasion):
    expires = int((timezone.now() + LIFETIME).timestamp())
    text = f"{purpose}.{person.pk}.{key_result_id}.{occasion}.{expires}"
    token = signed(text, f"{SALT}:{purpose}", person)
    return settings.BASE_URL + path_of_links().replace("TOKEN", token)


@cache
def path_of_links():
    """Looked up once: that takes longer than to sign."""
    return reverse("mail-link", args=["TOKEN"])


def read_link(token):
    """The MailLink of a token. Raises LinkFailed where it is unknown or has expired."""
    purpose, _dot, rest = token.partition(".")
    try:
        person, text = read_signed(token, f"{SALT}:{purpose}", rest.partition(".")[0], User.objects.active())
    except UnknownLink as error:
        raise LinkFailed(Reason.UNKNOWN) from error
    purpose, _person, key_result_id, occasion, expires = text.split(".")
    link = MailLink(Purpose(purpose), person, int(key_result_id), occasion)
    if int(expires) < timezone.now().timestamp():
        raise LinkFailed(Reason.EXPIRED, link)
    return link


def is_used(link):
    return UsedLink.objects.filter(person=link.person, key_result=link.key_result_id, occasion=link.occasion).exists()


@transaction.atomic
def check_in_by_link(link, key_result, entry, **sent):
    """post_check_in as the person of the link, who answers each occasion once. Raises LinkFailed the second time."""
    use(link)
    return post_check_in(key_result, entry, author=link.person, **sent)


@transaction.atomic
def accept_by_link(link, key_result, **said):
    """Consent as the person of the link, as ``accept`` does. Raises LinkFailed the second time."""
    use(link)
    return accept(key_result, actor=link.person, seen=int(link.occasion), **said)


def use(link):
    """Of two that come at once the second waits here for what becomes of the first."""
    used = UsedLink(
        company=link.person.company, person=link.person, key_result_id=link.key_result_id, occasion=link.occasion
    )
    try:
        with transaction.atomic():
            used.save()
    except IntegrityError as error:
        raise LinkFailed(Reason.USED, link) from error
