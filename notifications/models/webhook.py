from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.egress import LONGEST_URL
from notifications.models.activity import Activity
from people.models import Company, Department

SHOWN_OF_SECRET = 4


class WebhookQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at=None)

    def running(self):
        """Those that are told of what happens."""
        return self.standing().filter(pause="")

    def free(self, now):
        """Those to which something may be sent at the moment, as far as nobody else is doing it."""
        return self.standing().filter(Q(lease_until=None) | Q(lease_until__lte=now), next_at__lte=now)


class Webhook(models.Model):
    """A chat channel that is told what everybody in the company may read, at an address that is a secret.

    ``kinds`` are Activity.Kinds; with a ``department``, only what belongs to it or to one below it. ``next_at`` is
    before when nothing is sent; ``claim`` and ``lease_until`` belong to the process that sends. ``failure`` is what
    the last attempt met, with the HTTP status ``answered``, or empty. A removed one has no address any more.
    """

    class Format(models.TextChoices):
        SLACK = "slack", _("Slack or compatible")
        TEAMS = "teams", _("Microsoft Teams (Workflows)")

    class Pause(models.TextChoices):
        """Why it is told nothing: an administrator asked for that, or the chat no longer knows its address."""

        ASKED = "asked"
        GONE = "gone"

    class Failure(models.TextChoices):
        NOT_ALLOWED = "not_allowed", _("Nothing may be sent to this address: it leads to no public server.")
        UNTRUSTED = "untrusted", _("The server cannot prove who it is: its certificate is not valid.")
        UNREACHABLE = "unreachable", _("The server did not answer in time.")
        ELSEWHERE = "elsewhere", _("The address leads on to another one, which is not followed.")
        BUSY = "busy", _("The chat asks for a pause.")
        TROUBLE = "trouble", _("The chat has a problem of its own.")
        GONE = "gone", _("The chat no longer knows this address.")
        REFUSED = "refused", _("The chat refuses the message.")

    KINDS = [
        Activity.Kind.OFF_TRACK,
        Activity.Kind.KPI_ALERT,
        Activity.Kind.AGREED,
        Activity.Kind.DONE,
        Activity.Kind.CYCLE_STAGE,
    ]

    company = models.ForeignKey(Company, models.PROTECT, related_name="webhooks")
    name = models.CharField(_("Name"), max_length=60)
    url = models.CharField(_("Webhook URL"), max_length=LONGEST_URL)
    format = models.CharField(_("Chat"), max_length=5, choices=Format.choices, default=Format.SLACK)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="ja")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="webhooks", verbose_name=_("Department")
    )
    kinds = models.JSONField(default=list)
    pause = models.CharField(max_length=5, choices=Pause.choices, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=11, choices=Failure.choices, blank=True)
    answered = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("Chat webhook")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(url="")
                | Q(removed_at__isnull=False, url="", department=None, claim=None),
                name="webhook_removed_keeps_no_secret",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, lease_until=None) | Q(claim__isnull=False, lease_until__isnull=False),
                name="webhook_lease_while_held",
            ),
        ]
        indexes = [models.Index(fields=["company"], condition=Q(removed_at=None), name="webhook_of_company")]

    def __str__(self):
        return self.name

    @property
    def masked_url(self):
        """Enough of the address to tell it by, and too little to use it."""
        return f"{urlsplit(self.url).hostname}/…{self.url[-SHOWN_OF_SECRET:]}"

    @property
    def is_paused(self):
        return bool(self.pause)


class WebhookPost(models.Model):
    """One activity that a webhook is to be told of, once: written in the transaction of the activity.

    ``attempts`` counts from before the message leaves, so that one that ends its process is given up, too.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        SKIPPED = "skipped"
        FAILED = "failed"

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="posts")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "activity"], name="webhook_post_once")]
        indexes = [models.Index(fields=["webhook", "id"], condition=Q(state="waiting"), name="webhook_post_waiting")]

    def __str__(self):
        return f"{self.activity_id} → {self.webhook_id}"
