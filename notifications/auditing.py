"""What the audit log says about comments. What one said stands with the comment itself, in each of its texts."""

from django.utils.translation import pgettext_lazy

from notifications.models import Comment
from people.audited import Audited, Group, register

register(
    Audited(
        Comment,
        visible_to=lambda reader: Comment.objects.filter(company=reader.company_id),
        url_name="comment-versions",
    ),
    {
        "comment.edited": (Group.CHANGED, pgettext_lazy("audit", "Edited a comment")),
        "comment.removed": (Group.REMOVED, pgettext_lazy("audit", "Removed a comment")),
    },
)
