"""What is said about one thing, and who cheers it on, as finished text."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime

from common.markdown import mention_of, mentions, render
from common.text import search_key
from notifications import rules
from notifications.models import Cheer, Comment
from people.models import User

SHOWN = 50
NAMED = 5
FOUND_AT_MOST = 6


@dataclass(frozen=True)
class Line:
    """One comment; ``html`` is safe, and empty where the comment was removed."""

    comment: Comment
    author: User
    html: str
    when: str
    can_change: bool
    can_see_versions: bool


@dataclass(frozen=True)
class Cheers:
    """Who cheers: the first few by name, and how many more."""

    count: int
    names: list
    more: int
    is_mine: bool


@dataclass(frozen=True)
class Said:
    """The latest comments, oldest first; ``has_earlier``: there are more than these."""

    lines: list
    has_earlier: bool
    cheers: Cheers


def what_is_said(place, viewer, *, is_all=False):
    """All comments of the Conversation, or the latest SHOWN. Three queries."""
    newest = Comment.objects.about(place.target).select_related("author").order_by("-pk")
    found = list(newest if is_all else newest[: SHOWN + 1])
    shown = found if is_all else found[:SHOWN]
    return Said(lines_of(shown[::-1], viewer), len(found) > len(shown), cheers_of(place, viewer))


def lines_of(comments, viewer):
    """A Line for each. One query at most, for the people they mention."""
    people = people_in([comment.text for comment in comments if not comment.is_removed], viewer)
    return [line_of(comment, viewer, people) for comment in comments]


def people_in(texts, viewer):
    """{id: (name, address)} of everybody of the viewer's company whom the texts mention."""
    ids = {pk for text in texts for pk in mentions(text)}
    found = User.objects.colleagues_of(viewer).in_bulk(ids) if ids else {}
    return {pk: (person.name, person.get_absolute_url()) for pk, person in found.items()}


def line_of(comment, viewer, people):
    return Line(
        comment=comment,
        author=comment.author,
        html="" if comment.is_removed else render(comment.text, people),
        when=written_on(comment.created_at),
        can_change=not comment.is_removed and rules.change_comment(viewer, comment),
        can_see_versions=(comment.edited_at is not None and rules.read_versions(viewer, comment))
        or (comment.is_removed and viewer.is_admin),
    )


def written_on(moment):
    return date_format(localtime(moment), "DATETIME_FORMAT")


def cheers_of(place, viewer):
    """One query."""
    people = [each.person for each in Cheer.objects.about(place.target).select_related("person").order_by("pk")]
    return Cheers(
        count=len(people),
        names=[person.short_name for person in people[:NAMED]],
        more=len(people[NAMED:]),
        is_mine=any(person.pk == viewer.pk for person in people),
    )


def versions_of(comment, viewer):
    """Every text the comment had, as (when, safe HTML), the latest first. Two queries at most."""
    versions = list(comment.versions.reverse())
    people = people_in([version.text for version in versions], viewer)
    return [(written_on(version.written_at), render(version.text, people)) for version in versions]


def people_to_mention(place, text, *, but):
    """The first few readers whose name, reading or address holds the text, as (person, how to mention them).

    Without any text they are those whose it is and who said something before.
    """
    key = search_key(text)
    found = place.readers().exclude(pk=but.pk)
    likely = Q(pk=place.person_id) | Q(pk__in=Comment.objects.about(place.target).values("author"))
    found = found.filter(search_text__contains=key) if key else found.filter(likely)
    return [(person, mention_of(person.name, person.pk)) for person in found.by_name()[:FOUND_AT_MOST]]
