"""What a link of a mail carries in the place of a session: a text, signed for one purpose and one person.

The purpose is the salt, with the person's address behind it: that is no part of the link, and with another one no
signature is good any more.
"""

from functools import lru_cache

from django.core.signing import BadSignature, Signer

from common.ids import as_id


class UnknownLink(Exception):
    """The link is forged, for another purpose, or for an address the person no longer has."""


def signed(text, salt, person):
    return kept_signer(salt, person.email).sign(text)


def read_signed(token, salt, pk, people):
    """The one of the people, with company, whose id is the text ``pk``, and what was signed. Raises UnknownLink."""
    person = people.select_related("company").filter(pk=as_id(pk), email__isnull=False).first()
    if person is None:
        raise UnknownLink
    try:
        return person, signer(salt, person.email).unsign(token)
    except BadSignature as error:
        raise UnknownLink from error


def signer(salt, email):
    return Signer(sep=".", salt=f"{salt}:{email}")


kept_signer = lru_cache(maxsize=8)(signer)  # a mail has up to ten links
