"""What people change about their own account through allauth belongs in the audit log as well."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.dispatch import receiver

from people.domain.audit import record_change


@receiver(account.password_changed)
@receiver(account.password_reset)
def record_password(sender, user, **kwargs):
    record_change(user, actor=user, action="person.password_changed")


@receiver(account.email_changed)
def record_email(sender, user, from_email_address, to_email_address, **kwargs):
    before = from_email_address and from_email_address.email
    changes = {"email": (before, to_email_address.email)}
    record_change(user, actor=user, action="person.email_changed", changes=changes)


@receiver(mfa.authenticator_added)
def record_authenticator_added(sender, user, authenticator, **kwargs):
    record_change(user, actor=user, action="person.authenticator_added", changes=kind(authenticator))


@receiver(mfa.authenticator_removed)
def record_authenticator_removed(sender, user, authenticator, **kwargs):
    record_change(user, actor=user, action="person.authenticator_removed", changes=kind(authenticator))


def kind(authenticator):
    return {"type": (None, authenticator.type)}
