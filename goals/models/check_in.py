from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.models.fields import WORD_CHOICES, ValueField
from goals.models.key_result import KeyResult
from goals.models.objective import readable_by
from notifications.models import HelpRequest
from notifications.models.cheer import cheer_count
from notifications.models.comment import comment_count
from people.models import Company, User


class CheckInQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about objectives the person may read."""
        return self.filter(readable_by(user, "key_result__objective__"), company=user.company_id)

    def effective(self):
        """Those that count: not replaced by a correction, in the order of the rows they stand for."""
        return self.filter(replaced_by=None).order_by("position")

    def with_talk(self):
        """Each with ``comment_count`` and ``cheer_count``."""
        return self.annotate(comment_count=comment_count(CheckIn), cheer_count=cheer_count(CheckIn))

    def newest_first(self):
        return self.order_by("-seq")


class CheckIn(models.Model):
    """One recorded value, status and note. Append-only: the database refuses UPDATE and DELETE.

    ``seq`` numbers the rows of a key result as they were written; ``position`` is the seq of the row a
    correction stands for (its own where it corrects none), so that correcting last month's value does not
    make it the latest. ``period`` is the first day of the check-in period the value belongs to. ``value`` is
    None only where an automatic key result had none yet.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="check_ins")
    key_result = models.ForeignKey(KeyResult, models.PROTECT, related_name="check_ins")
    seq = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    period = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="check_ins")
    on_behalf = models.BooleanField(default=False)
    value = ValueField(_("Value"), null=True)
    done_milestones = models.JSONField(default=list)
    status = models.CharField(_("Status"), max_length=10, choices=WORD_CHOICES)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    request_key = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    help_requests = GenericRelation(HelpRequest, related_query_name="check_in")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("Check-in")
        indexes = [
            models.Index(fields=["company", "-created_at"], name="check_in_by_time"),
            models.Index(fields=["author", "-created_at"], name="check_in_by_author"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key_result", "seq"], name="check_in_seq_once"),
            models.UniqueConstraint(
                fields=["key_result", "author", "request_key"],
                condition=Q(request_key__isnull=False),
                name="check_in_request_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["on_track", "at_risk", "off_track"]), name="check_in_status_is_a_word"
            ),
        ]

    def __str__(self):
        return f"{self.key_result_id} #{self.seq}"
