from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from people.models.company import Company
from people.models.user import User


class AuditEntry(models.Model):
    """Who changed what, from which value to which. Append-only: the database refuses UPDATE and DELETE."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="audit_entries")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=250)
    search_text = models.TextField(default="")
    changes = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["content_type", "object_id", "-created_at"], name="audit_by_object"),
            models.Index(fields=["company", "-created_at", "-id"], name="audit_by_time"),
            models.Index(fields=["company", "actor", "-created_at", "-id"], name="audit_by_actor"),
            models.Index(fields=["company", "content_type", "-created_at", "-id"], name="audit_by_kind"),
            models.Index(fields=["company", "action", "-created_at", "-id"], name="audit_by_action"),
        ]

    def __str__(self):
        return f"{self.action} {self.label}"
