import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Company, User


def new_message_id():
    """The Message-ID a mail keeps for all its life, however often it is handed over."""
    return f"<{uuid.uuid4().hex}@{settings.MAIL_DOMAIN}>"


class DeliveryQuerySet(models.QuerySet):
    def due(self, now):
        """Those to send now. One whose time has passed meanwhile is left to the reaper."""
        return self.filter(state=Delivery.State.QUEUED, due_at__lte=now, expires_at__gt=now)

    def flagged(self):
        """Those that may have gone out twice: their answer was lost once and nobody could be asked."""
        return self.filter(Delivery.FLAGGED)


class Delivery(models.Model):
    """One mail to one person, from the moment it is owed: the row is written first and says what became of it.

    ``period`` is what it is sent once for: the ISO week of a digest, the due date and step of a reminder.
    ``day`` is the reader's own date of mail that counts towards one a day, else empty. Account mail is written
    whole in ``payload`` and has ``to``; everything else is composed when it is sent, news from the notifications
    that belong to it. ``claim`` and ``lease_until`` belong to the process that works on it.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", _("Weekly digest")
        REMINDER = "reminder", _("Reminder")
        ACCOUNT = "account", _("Account mail")
        NOTICE = "notice", _("Notice to administrators")
        NEWS = "news", _("Notifications")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Being written")
        HANDING_OVER = "handing_over", _("Being handed over")
        AMBIGUOUS = "ambiguous", _("Answer lost")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Refused")
        DEAD = "dead", _("Could not be written")
        SKIPPED = "skipped", _("Not sent")

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("The person has stopped this mail")
        NOTHING = "nothing", _("There was nothing to say")
        HOLIDAY = "holiday", _("No working day in that week")
        LATE = "late", _("Its time had passed")
        DIGEST = "digest", _("The digest of that day carries it")
        REFUSED = "refused", _("The address refuses mail")
        INACTIVE = "inactive", _("The person has left")
        RESTORED = "restored", _("The data came from a backup")

    HELD = (State.CLAIMED, State.HANDING_OVER)
    FLAGGED = Q(lost_answers__gt=0)

    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = models.CharField(max_length=64)
    day = models.DateField(null=True)
    to = models.EmailField(max_length=254, blank=True)
    payload = models.JSONField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    reply = models.CharField(max_length=250, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    lost_answers = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "period"], name="delivery_once"),
            models.UniqueConstraint(
                fields=["person", "day"], condition=~Q(state="skipped"), name="delivery_one_mail_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind="account") & ~Q(to="")
                | ~Q(kind="account") & Q(person__isnull=False, company__isnull=False),
                name="delivery_has_a_reader",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "handing_over"], claim__isnull=False, lease_until__isnull=False)
                | Q(~Q(state__in=["claimed", "handing_over"]), claim__isnull=True, lease_until__isnull=True),
                name="delivery_lease_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state="skipped") & ~Q(reason="") | ~Q(state="skipped"),
                name="delivery_skipped_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="delivery_waiting"),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["claimed", "handing_over"]), name="delivery_held"
            ),
            models.Index(fields=["due_at"], condition=Q(state="ambiguous"), name="delivery_ambiguous"),
            models.Index(fields=["expires_at"], condition=Q(payload__isnull=False), name="delivery_with_text"),
            models.Index(fields=["company", "-created_at"], name="delivery_of_company"),
            models.Index(fields=["period", "person"], condition=Q(kind="digest"), name="delivery_digests_of_week"),
            models.Index(fields=["day"], condition=Q(day__isnull=False), name="delivery_of_day"),
        ]

    def __str__(self):
        return f"{self.kind} {self.period} → {self.person_id or self.to}"
