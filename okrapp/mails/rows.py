"""The rows of a digest and what they say."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goals.models.fields import Status
from goals.progress import clip
from goals.queries.awaiting import act_text
from goals.queries.cards import counted_value, is_stale_on
from goals.queries.pace import key_result_pace, objective_gap
from goals.queries.week import STUCK_FROM, missed_periods
from goals.queries.week_rows import dated_deadline, missed_text, percents
from goals.wording import (
    asked_text,
    days_ago,
    pace_sentence,
    percent_text,
    status_word,
    target_text,
    tone,
    value_text,
)
from notifications.mime import one_line
from okrapp.mails.acts import check_in_acts, consent_acts
from okrapp.mails.drawing import DueRow, ObjectiveRow, Row, State

LONGEST_TITLE, LONGEST_NOTE = 90, 70
SIGNS = {"good": "●", "warn": "▲", "bad": "■", "none": "○", "done": "◆", "dropped": "○"}


def absolute(path):
    """The address on BASE_URL, whatever host this process runs on."""
    return settings.BASE_URL + path


def link(name):
    return absolute(path_of(name))


def link_to(name, pk):
    """The same of what has an id in its address."""
    return absolute(path_of(name, 0).replace("/0/", f"/{pk}/"))


@cache
def path_of(name, *args):
    """Looked up once, since looking an address up takes longer than a row."""
    return reverse(name, args=args)


def short(text, longest=LONGEST_TITLE):
    """One line of at most so many characters."""
    text = " ".join(one_line(text).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def named(person):
    """A name as it is said of somebody."""
    return pgettext("a person", "%(name)s") % {"name": short(person.name)}


def facts(*parts):
    """The parts that say something, side by side."""
    return pgettext("between facts", " · ").join(filter(None, parts))


def quoted(note):
    text = short(note, LONGEST_NOTE)
    return _("“%(note)s”") % {"note": text} if text else ""


def state_of(status, word=""):
    drawn = tone(status)
    return State(SIGNS[drawn], word or status_word(status), "none" if drawn == "dropped" else drawn)


def due_row(due, reader, *, today, says_when):
    """What a check-in needs to know: the last value, how far it has come, what the owner said last."""
    key_result = due.key_result
    lines = [
        missed_line(key_result, today),
        dated_deadline(due.at, due.is_late) if says_when else "",
    ]
    return DueRow(
        title=short(key_result.title),
        url=link_to("check-in", key_result.pk),
        about=_("Objective: %(title)s") % {"title": short(key_result.objective.title)},
        state=stale_state(key_result, today),
        facts=standing(key_result, today),
        lines=tuple(filter(None, lines)),
        acts=check_in_acts(key_result, reader, today),
    )


def missed_line(key_result, today):
    """That check-ins were missed, if any were; after a long silence that there are other ways, too."""
    missed = missed_periods(key_result, key_result.company, today)
    if missed < STUCK_FROM:
        return missed_text(missed) if missed else ""
    words = {"missed": missed_text(missed)}
    return _("%(missed)s If it no longer fits, pause it, hand it over or close it on its page.") % words


def standing(key_result, today):
    """The last value, and how far that is of the way."""
    share, pace = key_result.progress, key_result_pace(key_result, today)
    words = {"progress": percent_text(share), "pace": percent_text(pace)}
    return facts(last_text(key_result), _("Progress %(progress)s (pace %(pace)s)") % words)


def stale_state(key_result, today):
    """The owner's last word; where it has grown old, that it has."""
    state = state_of(key_result.status)
    if key_result.status == Status.NONE or not is_stale_on(key_result, today):
        return state
    word = _("%(status)s (not updated)") % {"status": state.word}
    return State(state.sign, word, state.tone)


def last_text(key_result):
    """The last value beside what is asked for; before the first one, where it starts."""
    if key_result.is_counted:
        return counted_value(key_result)
    words = {"value": value_text(key_result, key_result.current), "target": target_text(key_result)}
    if key_result.current is not None:
        return _("Last %(value)s, target %(target)s") % words
    if key_result.start is None:
        return _("First check-in, target %(target)s") % words
    words["value"] = value_text(key_result, key_result.start)
    return _("First check-in, from %(value)s to %(target)s") % words


def consent_row(key_result, reader, today):
    """What is asked for, by whom, and why."""
    proposal = key_result.on_table
    asked, url = asked_text(key_result, proposal), link_to("agreement", key_result.pk)
    words = {
        "name": short(proposal.author.name),
        "act": act_text(key_result, reader),
        "when": days_ago(reader.company.day_of(proposal.created_at), today),
    }
    return Row(
        title=short(key_result.title),
        url=url,
        facts=facts(
            _("%(act)s by %(name)s (%(when)s)") % words,
            _("Target %(target)s") % {"target": asked} if asked else "",
        ),
        note=quoted(proposal.note or proposal.reason),
        acts=consent_acts(key_result, reader, url),
    )


def help_row(request, reader, today):
    when = days_ago(reader.company.day_of(request.created_at), today)
    return Row(
        title=short(request.title),
        url=link_to("key-result", request.key_result),
        facts=_("%(name)s asks for your help (%(when)s)") % {"name": short(request.asked_by.name), "when": when},
        note=quoted(request.note),
    )


def objective_row(objective, pace):
    """Last week → this week, with a bar, and how that compares to the time that has passed."""
    progress, before = objective.progress, objective.progress_before
    pace_text = _("Pace %(pace)s") % {"pace": percent_text(pace)} if progress is not None and pace is not None else ""
    return ObjectiveRow(
        title=short(objective.title),
        url=link_to("objective", objective.pk),
        state=state_of(objective.status),
        figure=percent_text(progress) if before is None else percents(before, progress),
        percent=None if progress is None else round(clip(progress) * 100),
        facts=facts(pace_text, pace_sentence(objective_gap(objective, pace))),
    )
