from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Company, User

LONGEST_COMMENT = 4000


class CommentQuerySet(models.QuerySet):
    def about(self, target):
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)

    def standing(self):
        """Those that can be read: not removed by their authors."""
        return self.filter(removed_at=None)


class Comment(models.Model):
    """What one person says about something of the company, in Markdown. Whoever may read that reads the comment.

    ``text`` is how it stands now; every text it ever had is a CommentVersion. A removed comment keeps its text,
    which no page shows any more. ``request_key`` makes a double-click one comment.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    author = models.ForeignKey(User, models.PROTECT, related_name="comments")
    text = models.TextField(_("Comment"), max_length=LONGEST_COMMENT)
    request_key = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Comment")
        constraints = [
            models.UniqueConstraint(
                fields=["author", "request_key"],
                condition=Q(request_key__isnull=False),
                name="comment_request_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "id"], name="comment_of_target")]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def is_removed(self):
        return self.removed_at is not None


class CommentVersion(models.Model):
    """One text a comment had, the first included. Append-only: the database refuses UPDATE and DELETE."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="versions")
    text = models.TextField(max_length=LONGEST_COMMENT)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.comment_id} {self.written_at}"


def comment_count(model):
    """A column for rows of the model: how many comments about each can be read."""
    return count_of(Comment.objects.standing(), model)


def count_of(rows, model):
    about = rows.filter(content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk"))
    counted = about.order_by().values("object_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
