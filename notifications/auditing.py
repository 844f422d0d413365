"""What the audit log says about chats and comments. What one said stands with the comment, in each of its texts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from notifications.models import Activity, Comment, Webhook
from people.audited import Audited, Group, register

PAUSES = {Webhook.Pause.ASKED: _("As asked"), Webhook.Pause.GONE: Webhook.Failure.GONE.label}


def kinds_word(text, _company):
    """What a chat is told of."""
    labels = dict(Activity.Kind.choices)
    return pgettext("between items", ", ").join(str(labels.get(kind, kind)) for kind in text.split(", "))


register(
    Audited(
        Webhook,
        labels={
            "masked_url": _("Webhook URL"),
            "kinds": pgettext_lazy("chat", "Told of"),
            "pause": _("Pause"),
            "failure": _("What went wrong"),
        },
        values={"kinds": kinds_word, "pause": lambda text, company: str(PAUSES.get(text, text))},
        visible_to=lambda reader: Webhook.objects.standing().filter(company=reader.company_id),
        url_name="settings-webhook",
    ),
    {
        "webhook.added": (Group.ADDED, pgettext_lazy("audit", "Added a chat")),
        "webhook.changed": (Group.CHANGED, pgettext_lazy("audit", "Changed a chat")),
        "webhook.paused": (Group.MOVED, pgettext_lazy("audit", "Paused what a chat is told")),
        "webhook.resumed": (Group.MOVED, pgettext_lazy("audit", "Let a chat be told again")),
        "webhook.removed": (Group.REMOVED, pgettext_lazy("audit", "Removed a chat")),
        "webhook.tested": (Group.CHANGED, pgettext_lazy("audit", "Sent a test message to a chat")),
    },
)

register(
    Audited(
        Comment,
        visible_to=lambda reader: Comment.objects.filter(company=reader.company_id),
        url_name="comment-versions",
    ),
    {
        "comment.edited": (Group.CHANGED, pgettext_lazy("audit", "Edited a comment")),
        "comment.removed": (Group.REMOVED, pgettext_lazy("audit", "Removed a comment")),
    },
)
