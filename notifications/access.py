"""Fetch and may in one call: 404 for what the member may not see, 403 for what they may only look at."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from notifications.models import Comment, Webhook
from notifications.subjects import Conversation, subject_of, subjects


def access_conversation(user, slug, pk, *, to=None):
    """Return the Conversation about an object the user may read, or 404, or 403 where ``to`` says no."""
    if slug not in subjects:
        raise Http404
    subject = subjects[slug]
    found = Conversation(subject, get_object_or_404(subject.visible_to(user), pk=pk))
    found.target.company = found.watched.company = user.company
    return allowed(user, found, to)


def access_comment(user, pk, *, to=None):
    """Return (comment, its Conversation), or 404, or 403 where ``to`` says no to the comment."""
    comment = get_object_or_404(Comment.objects.select_related("author"), pk=pk, company=user.company_id)
    place = access_conversation(user, subject_of(comment.content_type_id).slug, comment.object_id)
    return allowed(user, comment, to), place


def access_webhook(user, pk):
    """Return a webhook of the user's company that stands, or 404."""
    return get_object_or_404(Webhook.objects.standing(), pk=pk, company=user.company_id)


def allowed(user, subject, rule):
    if rule is not None and not rule(user, subject):
        raise PermissionDenied
    return subject
