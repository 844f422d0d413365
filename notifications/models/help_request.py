from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Company, User


class HelpRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def involving(self, user):
        """Those the person asks or is asked by: the only two who may see or settle one."""
        return self.filter(Q(asked_by=user) | Q(helper=user), company=user.company_id)


class HelpRequest(models.Model):
    """One person asks one other for help with something of the company, until either says it is settled."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="help_asked")
    helper = models.ForeignKey(User, models.PROTECT, related_name="help_wanted")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "helper"], name="help_asked_once_per_person")
        ]

    def __str__(self):
        return f"{self.asked_by_id} → {self.helper_id}"
