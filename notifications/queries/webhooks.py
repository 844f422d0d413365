"""How a company's chat webhooks stand, as finished text."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from notifications.models import Activity, Webhook, WebhookPost

WAITING = Q(posts__state=WebhookPost.State.WAITING)


@dataclass(frozen=True)
class WebhookRow:
    """``state`` and ``tone`` in a word and a colour; ``trouble`` is a sentence or empty."""

    webhook: Webhook
    state: str
    tone: str
    trouble: str
    kinds: list
    sent: str
    waiting: int


def webhook_rows(company):
    """One query."""
    found = Webhook.objects.standing().filter(company=company).select_related("department")
    return [row_of(webhook) for webhook in found.annotate(waiting=Count("posts", filter=WAITING))]


def row_of(webhook):
    state, tone = state_of(webhook)
    return WebhookRow(
        webhook=webhook,
        state=state,
        tone=tone,
        trouble=trouble_of(webhook),
        kinds=[Activity.Kind(kind).label for kind in Webhook.KINDS if kind in webhook.kinds],
        sent=moment(webhook.sent_at) if webhook.sent_at else pgettext("sent", "Never"),
        waiting=webhook.waiting,
    )


def state_of(webhook):
    if webhook.is_paused:
        return pgettext("webhook", "Paused"), "warn" if webhook.pause == Webhook.Pause.GONE else "none"
    if webhook.failure:
        return pgettext("webhook", "In trouble"), "bad"
    return pgettext("webhook", "Running"), "good"


def trouble_of(webhook):
    """What the last attempt met, and when."""
    if not webhook.failure:
        return ""
    words = {"failure": failure_text(webhook.failure, webhook.answered), "when": moment(webhook.failed_at)}
    return _("%(failure)s Last tried: %(when)s") % words


def failure_text(failure, answered):
    """A sentence, with the HTTP status where there was one."""
    sentence = Webhook.Failure(failure).label
    return _("%(sentence)s (HTTP %(status)d)") % {"sentence": sentence, "status": answered} if answered else sentence


def moment(at):
    return date_format(localtime(at), "DATETIME_FORMAT")
