"""What notifications about conversations say."""

from collections import defaultdict

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.markdown import plain
from notifications.models import Activity, Comment
from notifications.registry import Told, teller
from notifications.subjects import found_by, subject_of

LONGEST_EXCERPT = 80
Kind = Activity.Kind


@teller(Kind.MENTION, Kind.COMMENT, Kind.CHEER)
def tell_conversations(activities, reader):
    """Two queries at most."""
    ids = defaultdict(set)
    for activity in activities:
        ids[place_of(activity)[0]].add(activity.object_id)
    found = found_by(reader, ids)
    comments = Comment.objects.in_bulk({each.data["comment"] for each in activities if each.kind != Kind.CHEER})
    return {each.pk: told(each, *found[place_of(each)], comments) for each in activities if place_of(each) in found}


def place_of(activity):
    return subject_of(activity.content_type_id).slug, activity.object_id


def told(activity, title, cheers, comments):
    url = reverse("conversation", args=place_of(activity))
    if activity.kind == Kind.CHEER:
        return Told(cheer_sentence(activity.actor.short_name, cheers), title, url, "good")
    comment = comments[activity.data["comment"]]
    return Told(comment_sentence(activity, comment), title, f"{url}#comment-{comment.pk}")


def cheer_sentence(name, count):
    """Who began, and how many cheer by now."""
    if count <= 1:
        return _("%(name)s cheers you on") % {"name": name}
    return ngettext("%(count)d person cheers you on", "%(count)d people cheer you on", count) % {"count": count}


def comment_sentence(activity, comment):
    words = {"name": activity.actor.short_name, "text": excerpt(comment)}
    if comment.is_removed:
        return _("%(name)s said something and took it back") % words
    if activity.kind == Kind.MENTION:
        return _("%(name)s mentions you: “%(text)s”") % words
    return _("%(name)s comments: “%(text)s”") % words


def excerpt(comment):
    return Truncator(plain(comment.text)).chars(LONGEST_EXCERPT)
