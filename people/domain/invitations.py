"""Asking people to choose a password: signed links that last seven days and die with every new one."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.domain.accounts import change_profile, give_password
from people.domain.audit import record_change
from people.domain.errors import PeopleError
from people.domain.locks import lock_person
from people.domain.mails import send_invitation_mail
from people.models import Invitation, User
from people.models.invitation import LIFETIME

SALT = "people.invitation"
CAP_PERIOD = timedelta(days=1)
CAP_PER_COMPANY = 1000
CAP_PER_PERSON = 5


class InvitationClosed(Exception):
    """The link is forged, expired, revoked, replaced or already used. Which of these is nobody's business."""


def invite_person(person, *, actor):
    """Send the person a link to choose a password; links sent before stop working. Return the Invitation.

    The mail leaves after the commit. Raises PeopleError for people who have joined or are deactivated, and
    where the company or the address has reached its number of invitations per 24 hours.
    """
    with transaction.atomic():
        locked = lock_person(person.pk)
        check_invitable(locked)
        Invitation.objects.open().filter(user=locked).update(revoked_at=timezone.now())
        invitation = Invitation.objects.create(
            company=locked.company, user=locked, invited_by=actor, sent_at=timezone.now()
        )
        record_change(locked, actor=actor, action="person.invited")
        transaction.on_commit(partial(send_invitation_mail, invitation, url=invitation_url(invitation)))
    return invitation


def check_invitable(person):
    if person.joined_at:
        raise PeopleError(_("This person has joined already."))
    if not person.is_active:
        raise PeopleError(_("This person is deactivated."))
    if room_left(person.company) < 1:
        raise PeopleError(
            ngettext(
                "Your company has sent %(count)d invitation within 24 hours. Please go on tomorrow.",
                "Your company has sent %(count)d invitations within 24 hours. Please go on tomorrow.",
                CAP_PER_COMPANY,
            )
            % {"count": CAP_PER_COMPANY}
        )
    if recent_invitations().filter(user=person).count() >= CAP_PER_PERSON:
        raise PeopleError(_("This person was invited several times today. Please try again tomorrow."))


def room_left(company):
    """How many invitations the company may still send within these 24 hours."""
    return CAP_PER_COMPANY - recent_invitations().filter(company=company).count()


def recent_invitations():
    return Invitation.objects.filter(created_at__gt=timezone.now() - CAP_PERIOD)


def invite_everybody(company, *, actor):
    """Invite all who were never invited, as far as today's number allows; return (invited, left over)."""
    waiting = list(never_invited(company))
    invited = waiting[: max(room_left(company), 0)]
    for person in invited:
        invite_person(person, actor=actor)
    return len(invited), len(waiting) - len(invited)


def never_invited(company):
    """Active people who can neither sign in nor have ever been sent a link."""
    people = User.objects.active().filter(company=company, joined_at=None, invitations=None)
    return people.exclude(Q(email=None) & Q(unclaimed_email="")).by_name()


@transaction.atomic
def revoke_invitation(person, *, actor):
    """Make the person's open link useless. Nothing happens where there is none."""
    locked = lock_person(person.pk)
    if Invitation.objects.open().filter(user=locked).update(revoked_at=timezone.now()):
        record_change(locked, actor=actor, action="person.invitation_revoked")


def invitation_url(invitation):
    """The absolute link, built from BASE_URL alone."""
    payload = {"purpose": "invitation", "id": invitation.pk, "nonce": invitation.nonce}
    token = signing.dumps(payload, salt=SALT)
    return settings.BASE_URL + reverse("invitation", args=[token])


def open_invitation(token):
    """The invitation a link stands for, with its person and company. Raises InvitationClosed."""
    try:
        payload = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise InvitationClosed from error
    if payload.get("purpose") != "invitation":
        raise InvitationClosed
    invitations = Invitation.objects.select_related("user", "company", "invited_by")
    invitation = invitations.filter(pk=payload["id"], nonce=payload["nonce"]).first()
    if invitation is None or not invitation.is_open or not invitation.user.is_active:
        raise InvitationClosed
    return invitation


@transaction.atomic
def accept_invitation(invitation, *, password, **profile):
    """Let the invited person in with a validated password and what they said about themselves.

    Return the person. Raises InvitationClosed where the link died meanwhile, PeopleError where the address
    belongs to somebody of another company.
    """
    person = lock_person(invitation.user_id)
    opened = Invitation.objects.open().filter(pk=invitation.pk, expires_at__gt=timezone.now())
    if not person.is_active or not opened.update(accepted_at=timezone.now()):
        raise InvitationClosed
    give_password(person, password, actor=person)
    return change_profile(person, **profile)
