from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Subquery

from people.models import Company, User


class Watch(models.Model):
    """One person wants to hear of one thing of the company; or, ``is_muted``, no longer to, whosever it is."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    person = models.ForeignKey(User, models.CASCADE, related_name="watches")
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "person"], name="watch_once_per_person")
        ]

    def __str__(self):
        return f"{self.person_id} → {self.object_id}"


def is_muted_by(user, model):
    """A column ``is_muted`` for rows of the model: whether the person has; None where they have said nothing."""
    content_type = ContentType.objects.get_for_model(model)
    said = Watch.objects.filter(content_type=content_type, object_id=OuterRef("pk"), person=user)
    return Subquery(said.values("is_muted")[:1])


def is_watched(user, subject):
    """Whether the person hears of the subject, which has an owner and the column ``is_muted``."""
    return subject.owner_id == user.pk if subject.is_muted is None else not subject.is_muted
