"""Tokens with which programs use the API in a person's name: made once, shown once, revoked for good."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.domain.audit import differences, record_change, snapshot
from people.domain.errors import PeopleError
from people.domain.locks import lock_person
from people.models import ApiToken

PREFIX = "okr_"
RANDOM_BYTES = 32
USUAL_DAYS, LONGEST_DAYS = 90, 366
MOST_TOKENS = 20
USE_NOTED_EVERY = timedelta(hours=1)
FIELDS = ["name", "scope", "expires_at"]


@transaction.atomic
def create_token(person, *, actor, name, scope=ApiToken.Scope.READ, days=USUAL_DAYS):
    """Make a token good for that many days; return (ApiToken, the token itself, which is kept nowhere).

    Raises PeopleError where the person is deactivated, has too many, or the days are out of bounds.
    """
    person = lock_person(person.pk)
    now = timezone.now()
    refuse_token(person, days, now)
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken.objects.create(
        company_id=person.company_id,
        user=person,
        name=name,
        scope=scope,
        beginning=text[:8],
        digest=digest_of(text),
        expires_at=now + timedelta(days=days),
    )
    record_change(token, actor=actor, action="token.created", changes=differences({}, snapshot(token, FIELDS)))
    return token, text


def refuse_token(person, days, now):
    if not person.is_active:
        raise PeopleError(_("This person is deactivated."))
    if not 1 <= days <= LONGEST_DAYS:
        raise PeopleError(_("A token is good for 1 to %(days)d days.") % {"days": LONGEST_DAYS}, "days")
    if ApiToken.objects.usable(now).filter(user=person).count() >= MOST_TOKENS:
        raise PeopleError(_("There are too many tokens already. Revoke one that is not needed any more."))


@transaction.atomic
def revoke_token(token, *, actor):
    """End a token now, for good. Doing it twice is doing it once."""
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        record_change(token, actor=actor, action="token.revoked")


def find_token(text, now):
    """Return the usable token with its active person, company and department, or None. One query."""
    digest = digest_of(text)
    token = (
        ApiToken.objects.usable(now)
        .select_related("user__company", "user__department")
        .filter(digest=digest, user__is_active=True)
        .first()
    )
    return token if token and hmac.compare_digest(token.digest, digest) else None


def note_use(token, now):
    """Keep when the token was last used, at most once an hour."""
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        earlier = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(earlier, pk=token.pk).update(last_used_at=now)


def digest_of(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
