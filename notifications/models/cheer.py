from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from notifications.models.comment import count_of
from people.models import Company, User


class CheerQuerySet(models.QuerySet):
    def about(self, target):
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


class Cheer(models.Model):
    """One person cheers something of the company on, until they take it back."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    person = models.ForeignKey(User, models.PROTECT, related_name="cheers")
    created_at = models.DateTimeField(default=timezone.now)

    objects = CheerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "person"], name="cheer_once_per_person")
        ]

    def __str__(self):
        return f"{self.person_id} → {self.object_id}"


def cheer_count(model):
    """A column for rows of the model: how many people cheer each on."""
    return count_of(Cheer.objects, model)
