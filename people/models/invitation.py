import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.company import Company
from people.models.user import User

LIFETIME = timedelta(days=7)


def new_nonce():
    return secrets.token_urlsafe(16)


def default_expiry():
    return timezone.now() + LIFETIME


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor revoked; perhaps expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Asks one person to choose a password. The link carries the nonce, so a new one kills older links."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="invitations")
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    nonce = models.CharField(max_length=32, default=new_nonce)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(default=default_expiry)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_person",
            )
        ]

    def __str__(self):
        return f"{self.user_id}"

    @property
    def is_expired(self):
        return timezone.now() >= self.expires_at

    @property
    def is_open(self):
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired
