"""Setting up what chats are told: each act of an administrator, with its audit entry."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.egress import NotAllowed
from notifications.domain.egress import egress
from notifications.domain.errors import ChatError
from notifications.domain.posts import put_aside_posts
from notifications.models import Webhook
from people.domain.audit import differences, record_change, record_differences, snapshot
from people.domain.locks import lock_company

FIELDS = ["name", "masked_url", "format", "language", "department", "kinds"]
MOST_WEBHOOKS = 30
NO_FAILURE = {"failure": "", "answered": None, "failed_at": None}


@transaction.atomic
def save_webhook(webhook, *, actor):
    """Add a webhook or change it; return it. Raises ChatError where its address is none to send to.

    An address that was changed is tried anew: it may be sent to at once, and what the old one met is forgotten.
    """
    lock_company(webhook.company_id)
    refuse_address(webhook.url)
    if webhook.pk is None:
        return add(webhook, actor)
    before = Webhook.objects.standing().filter(pk=webhook.pk).first()
    if before is None:
        raise ChatError(_("This webhook has been removed meanwhile."))
    changed = {name: getattr(webhook, name) for name in ["name", "url", "format", "language", "department", "kinds"]}
    if webhook.url != before.url:
        changed |= NO_FAILURE | {"next_at": timezone.now()}
    if record_differences(webhook, *facts_of_both(before, webhook), actor=actor, action="webhook.changed"):
        Webhook.objects.filter(pk=webhook.pk).update(**changed)
    return webhook


def add(webhook, actor):
    if Webhook.objects.standing().filter(company=webhook.company_id).count() >= MOST_WEBHOOKS:
        raise ChatError(_("There are too many webhooks already. Remove one that is not needed any more."))
    webhook.save()
    changes = differences({}, facts(webhook))
    record_change(webhook, actor=actor, action="webhook.added", changes=changes)
    return webhook


def facts(webhook):
    """What the audit log may know."""
    return snapshot(webhook, FIELDS) | {"kinds": ", ".join(webhook.kinds)}


def facts_of_both(before, after):
    """That the address changed shows, also where what is shown of it stays the same."""
    facts_before, facts_after = facts(before), facts(after)
    if before.url != after.url and before.masked_url == after.masked_url:
        facts_after["masked_url"] += " *"
    return facts_before, facts_after


def refuse_address(url):
    try:
        egress().allowed(url)
    except NotAllowed as error:
        message = _("Enter the https address that the chat gave you for this channel, whole and without a port.")
        raise ChatError(message, "url") from error


@transaction.atomic
def pause_webhook(webhook, *, actor, pause=Webhook.Pause.ASKED):
    """Tell it nothing from now on, nor of what waits. Twice is once. ``actor`` is None where the chat ended it."""
    if Webhook.objects.running().filter(pk=webhook.pk).update(pause=pause):
        put_aside_posts(webhook)
        record_change(webhook, actor=actor, action="webhook.paused", changes={"pause": ("", pause)})


@transaction.atomic
def resume_webhook(webhook, *, actor):
    """Tell it of what happens from now on. Twice is once."""
    paused = Webhook.objects.standing().filter(pk=webhook.pk).exclude(pause="")
    if paused.update(pause="", next_at=timezone.now(), **NO_FAILURE):
        put_aside_posts(webhook)
        record_change(webhook, actor=actor, action="webhook.resumed", changes={"pause": (webhook.pause, "")})


@transaction.atomic
def remove_webhook(webhook, *, actor):
    """Forget its address for good. The row stays, for what is recorded at the moment may name it. Twice is once."""
    gone = {"url": "", "department": None, "claim": None, "lease_until": None, "removed_at": timezone.now()}
    if Webhook.objects.standing().filter(pk=webhook.pk).update(**gone):
        put_aside_posts(webhook)
        changes = {name: (value, None) for name, value in facts(webhook).items()}
        record_change(webhook, actor=actor, action="webhook.removed", changes=changes)
