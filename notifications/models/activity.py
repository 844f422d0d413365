from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.delivery import Delivery
from people.models import Company, User


class Activity(models.Model):
    """Something that happened, recorded in the transaction of the act, for those who should know.

    ``data`` holds what a sentence about it needs beside actor and target; the sentence is made when it is read, in
    the reader's language. ``occasion``, where there is one, is what it is recorded once for.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("Terms are proposed to you")
        COUNTERED = "countered", _("Other terms are suggested")
        AMENDED = "amended", _("A change of agreed terms is proposed")
        AGREED = "agreed", _("Terms are agreed")
        DRAFT_PROPOSED = "draft_proposed", _("An objective is proposed to you")
        DRAFT_ANSWERED = "draft_answered", _("What you proposed is published or sent back")
        HANDED_OVER = "handed_over", _("Something is handed over to you")
        DONE = "done", _("A key result is done")
        HELP_ASKED = "help_asked", _("Help asked of you")
        CHECK_IN_ASKED = "check_in_asked", _("A KPI asks for your check-in")
        CHECK_IN_DUE = "check_in_due", _("Check-ins of yours are due")
        CHECK_IN_OVERDUE = "check_in_overdue", _("Check-ins of yours are overdue")
        MISSED = "missed", _("Check-ins of yours were missed three times in a row")
        KPI_DUE = "kpi_due", _("Actuals of your KPIs are late")
        INITIATIVE_OPENED = "initiative_opened", _("A KPI opens an initiative of yours")
        PAUSED = "paused", _("A key result is paused")
        TIED = "tied", _("A key result linked with yours changes")
        GROWTH = "growth", _("The other one writes in a growth note of yours")
        KPI_ALERT = "kpi_alert", _("A KPI changes its state or gives a signal")
        OFF_TRACK = "off_track", _("An objective goes off track")
        MENTION = "mention", _("Somebody mentions you")
        COMMENT = "comment", _("A comment on what is yours, what you watch or commented on")
        CHEER = "cheer", _("Somebody cheers you on")
        CYCLE_STAGE = "cycle_stage", _("A cycle reaches its next stage")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    data = models.JSONField(default=dict)
    occasion = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "occasion"],
                condition=~Q(occasion=""),
                name="activity_once_per_occasion",
            )
        ]
        indexes = [models.Index(fields=["company", "kind", "-created_at"], name="activity_of_company")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class NotificationQuerySet(models.QuerySet):
    def of(self, person):
        """What the person's centre shows."""
        return self.filter(person=person, in_app=True)

    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """One person should know of one activity: in the app, by the mail that ``delivery`` is, counted by the digest."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="notifications")
    person = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    in_app = models.BooleanField(default=True)
    in_digest = models.BooleanField(default=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="notifications")
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="notification_once_per_person"),
            models.CheckConstraint(
                condition=Q(in_app=True) | Q(in_digest=True) | Q(delivery__isnull=False),
                name="notification_reaches_its_person",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(in_app=True), name="notification_centre"),
            models.Index(fields=["person"], condition=Q(in_app=True, read_at=None), name="notification_unread"),
        ]

    def __str__(self):
        return f"{self.activity_id} → {self.person_id}"
