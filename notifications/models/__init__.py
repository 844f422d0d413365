from notifications.models.activity import Activity, Notification
from notifications.models.cheer import Cheer
from notifications.models.comment import Comment, CommentVersion
from notifications.models.delivery import Delivery
from notifications.models.help_request import HelpRequest
from notifications.models.mail_switch import MailSwitch
from notifications.models.preference import Channel, MailPreference, preference_of
from notifications.models.refused_address import RefusedAddress
from notifications.models.watch import Watch
from notifications.models.webhook import Webhook, WebhookPost

__all__ = [
    "Activity",
    "Channel",
    "Cheer",
    "Comment",
    "CommentVersion",
    "Delivery",
    "HelpRequest",
    "MailPreference",
    "MailSwitch",
    "Notification",
    "RefusedAddress",
    "Watch",
    "Webhook",
    "WebhookPost",
    "preference_of",
]
