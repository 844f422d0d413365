"""Saying something, saying it better, and taking it back: who is concerned hears of it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from common.markdown import mentions
from notifications.domain.activities import Happening, record_activities
from notifications.domain.watches import listeners
from notifications.models import Activity, Comment, CommentVersion
from people.domain.audit import record_change


@transaction.atomic
def post_comment(place, text, *, author, request_key=None, told=frozenset()):
    """Add a comment to the Conversation; whoever sends the same request again gets the one of the first time.

    ``told`` are ids of people who hear of it in another way.
    """
    sent = {"author": author, "request_key": request_key}
    place.lock()
    known = Comment.objects.filter(**sent).first() if request_key else None
    if known:
        return known
    comment = Comment.objects.create(**place_of(place.target), **sent, text=text)
    keep_version(comment, comment.created_at)
    tell(place, comment, mentioned=set(mentions(text)), others=concerned(place) - told)
    return comment


def place_of(target):
    content_type = ContentType.objects.get_for_model(target)
    return {"company_id": target.company_id, "content_type": content_type, "object_id": target.pk}


def keep_version(comment, written_at):
    CommentVersion.objects.create(comment=comment, text=comment.text, written_at=written_at)


@transaction.atomic
def edit_comment(comment, text, *, place):
    """Replace the text of a comment that stands; only those whom it did not mention before are told."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.is_removed or locked.text == text:
        return
    new = set(mentions(text)) - set(mentions(locked.text))
    locked.text, locked.edited_at = text, timezone.now()
    locked.save(update_fields=["text", "edited_at"])
    keep_version(locked, locked.edited_at)
    record_change(locked, actor=locked.author, action="comment.edited", label=place.title)
    tell(place, locked, mentioned=new, others=set())


@transaction.atomic
def remove_comment(comment, *, place):
    """Take it out of sight; every text it had stays with the administrators. A second time changes nothing."""
    if Comment.objects.standing().filter(pk=comment.pk).update(removed_at=timezone.now()):
        record_change(comment, actor=comment.author, action="comment.removed", label=place.title)


def concerned(place):
    """Ids of those who hear of every comment: whose it is, who watches it, and who commented on it before."""
    said = Comment.objects.about(place.target).values_list("author", flat=True)
    implied = {place.watched.pk: {place.person_id, *said}}
    return {person.pk for person in listeners(type(place.watched), implied)[place.watched.pk]}


def tell(place, comment, *, mentioned, others):
    """Tell the ids of people, as far as they may read it: of a mention, or else of a comment."""
    people = place.readers().exclude(pk=comment.author_id).in_bulk(mentioned | others)
    audiences = {Activity.Kind.MENTION: mentioned, Activity.Kind.COMMENT: others - mentioned}
    happenings = [
        Happening(kind, place.target, [people[pk] for pk in sorted(ids) if pk in people], {"comment": comment.pk})
        for kind, ids in audiences.items()
    ]
    record_activities([each for each in happenings if each.audience], actor=comment.author)
