"""What a manager could talk about with those they lead: from what stands here, to support and never to judge.

At most three people, each with what is most pressing; nobody is scored, counted or ranked.
"""

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import Proposal
from goals.models.fields import Status
from goals.models.objective import may_read
from goals.queries.led import is_led
from goals.queries.moves import Kind
from goals.queries.week import missed_periods
from goals.wording import days_ago
from okrapp.mails.drawing import Row
from okrapp.mails.rows import link_to, named, short
from people.models import User

MOST_PEOPLE, SILENT_FROM = 3, 2


@dataclass(frozen=True)
class Topic:
    person: User
    sentence: str


def topic_rows(reader, moves, places, known):
    """A row for each of at most three people, those with the most pressing topics first."""
    topics = {}
    for topic in topics_of(reader, moves, places, known):
        topics.setdefault(topic.person, topic)
        if len(topics) == MOST_PEOPLE:
            break
    return [topic_row(topic) for topic in topics.values()]


def topic_row(topic):
    return Row(title=named(topic.person), url=link_to("person", topic.person.pk), facts=topic.sentence)


def topics_of(reader, moves, places, known):
    """Yield those about people whom the reader leads, the most pressing first: a silent month brings hundreds."""
    if not reader.managed_department_ids:
        return
    lately, today = known.lately, known.lately.today(reader)
    near = reader.company.tree.near.get(reader.pk, ())
    wins = (win for place in places.ids for win in lately.wins.get((reader.company_id, place), ()))
    found = chain(
        (help_topic(each, reader, today) for pk in near for each in lately.unanswered.get(pk, ())),
        (countered_topic(each, reader, today) for each in known.terms.awaited[reader.pk]),
        (unsure_topic(each, reader, today) for pk in near for each in lately.unsure.get(pk, ())),
        (silent_topic(move.key_result, today) for move in moves if move.kind == Kind.SILENT),
        (doubted_topic(each, reader) for pk in near for each in lately.doubted.get(pk, ())),
        (Topic(win.owner, won_text(win)) for win in wins),
    )
    yield from (topic for topic in found if topic and is_led(topic.person, reader))


def help_topic(request, reader, today):
    if request.helper_id == reader.pk or not may_read(reader, request.about):
        return None
    words = {"title": short(request.title), "when": days_ago(reader.company.day_of(request.created_at), today)}
    text = _("Asked for help with “%(title)s” (%(when)s), and nobody has answered yet.") % words
    return Topic(request.asked_by, text)


def countered_topic(key_result, reader, today):
    proposal = key_result.on_table
    if proposal.act != Proposal.Act.COUNTERED or proposal.author_id == reader.pk:
        return None
    words = {"title": short(key_result.title), "when": days_ago(reader.company.day_of(proposal.created_at), today)}
    text = _("Suggested other terms for “%(title)s” (%(when)s). What would make them work?") % words
    return Topic(proposal.author, text)


def unsure_topic(key_result, reader, today):
    if not may_read(reader, key_result.objective):
        return None
    words = {"title": short(key_result.title), "when": days_ago(reader.company.day_of(key_result.unsure_at), today)}
    text = _("Was not so sure of “%(title)s” when agreeing to it (%(when)s). What would help?") % words
    return Topic(key_result.owner, text)


def silent_topic(key_result, today):
    missed = missed_periods(key_result, key_result.company, today)
    if missed < SILENT_FROM:
        return None
    text = ngettext(
        "“%(title)s” has gone %(count)d check-in without a word. Is something in the way?",
        "“%(title)s” has gone %(count)d check-ins without a word. Is something in the way?",
        missed,
    )
    text %= {"title": short(key_result.title), "count": missed}
    return Topic(key_result.owner, text)


def doubted_topic(key_result, reader):
    if not may_read(reader, key_result.objective):
        return None
    text = doubted_text(key_result) % {"title": short(key_result.title)}
    return Topic(key_result.owner, text)


def doubted_text(key_result):
    if key_result.status == Status.ON_TRACK:
        return _("“%(title)s” is on track in their own word, and behind its pace. What do they see ahead?")
    return _("“%(title)s” is off track in their own word, and on pace. What worries them?")


def won_text(key_result):
    return _("“%(title)s” was reached: a moment to say thank you.") % {"title": short(key_result.title)}
