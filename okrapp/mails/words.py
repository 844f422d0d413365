"""The sentences of a digest: what its subject, its heading and its first line say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.text import is_japanese
from goals.models.fields import Status
from goals.queries.moves import Kind, word_change

SECONDS_EACH = 20
# How much of the preheader programs show beside the subject, in characters.
PREHEADER = {True: (40, 60), False: (80, 110)}


def minutes(count):
    """How long so many check-ins take, in whole minutes, never less than one."""
    return max(1, -(-count * SECONDS_EACH // 60))


def action(digest):
    """What to do, and how much of it."""
    due, asked, slipped = len(digest.week.due), digest.help_count, digest.kinds[Kind.SLIPPED]
    if due:
        text = ngettext(
            "%(count)d check-in to make (about %(minutes)d min)",
            "%(count)d check-ins to make (about %(minutes)d min)",
            due,
        )
        return text % {"count": due, "minutes": minutes(due)}
    if asked:
        text = ngettext("%(count)d request for your help", "%(count)d requests for your help", asked)
        return text % {"count": asked}
    if slipped and digest.places.is_managed:
        text = ngettext("%(count)d key result slipped", "%(count)d key results slipped", slipped)
        return text % {"count": slipped}
    return _("This week's progress")


def heading(digest):
    words = {"name": digest.name, "count": len(digest.week.due)}
    if digest.week.due:
        text = ngettext(
            "%(name)s, %(count)d check-in is due this week",
            "%(name)s, %(count)d check-ins are due this week",
            words["count"],
        )
        return text % words
    if digest.week.done:
        return _("%(name)s, all your check-ins are in. Thank you!") % words
    if digest.week.has_key_results:
        return _("%(name)s, no check-in is due this week") % words
    return _("%(name)s, this is what moved this week") % words


def duration(count):
    """How long all of it takes."""
    return ngettext(
        "It takes about %(count)d minute.", "All of it takes about %(count)d minutes.", minutes(count)
    ) % {"count": minutes(count)}


def verdict(own):
    """One sentence about the reader's own live key results; empty without any."""
    if not own:
        return ""
    total, slipped = len(own), sum(word_change(key_result) < 0 for key_result in own)
    good = sum(key_result.status == Status.ON_TRACK for key_result in own)
    return verdict_text(own, total, good, slipped) % {"total": total, "good": good, "slipped": slipped}


def verdict_text(own, total, good, slipped):
    if all(key_result.status == Status.NONE for key_result in own):
        return ngettext(
            "%(total)d key result waits for its first check-in.",
            "%(total)d key results wait for their first check-in.",
            total,
        )
    if good == total:
        return ngettext("Your %(total)d key result is on track.", "All %(total)d key results are on track.", total)
    if slipped:
        return ngettext(
            "%(good)d of %(total)d key results is on track, %(slipped)d slipped since last week.",
            "%(good)d of %(total)d key results are on track, %(slipped)d slipped since last week.",
            good,
        )
    return ngettext(
        "%(good)d of %(total)d key results is on track, and none slipped since last week.",
        "%(good)d of %(total)d key results are on track, and none slipped since last week.",
        good,
    )


def summary(kinds):
    """A manager's section in one line: how many slipped, are silent, need an owner, recovered."""
    texts = {
        Kind.SLIPPED: _("Slipped %(count)d"),
        Kind.SILENT: _("Not updated %(count)d"),
        Kind.OWNERLESS: _("Without an owner %(count)d"),
        Kind.RECOVERED: _("Recovered %(count)d"),
    }
    parts = [text % {"count": kinds[kind]} for kind, text in texts.items() if kinds[kind]]
    return pgettext("between items", ", ").join(parts)


def preheader(sentences, language):
    """The line programs show beside the subject: whole sentences until it is full."""
    enough, most = PREHEADER[is_japanese(language)]
    text = ""
    for sentence in filter(None, sentences):
        if len(text) >= enough:
            break
        text += sentence if not text or text.endswith("。") else f" {sentence}"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def glimpse(title, first):
    """A section in the preheader: its title and its first row."""
    if not title:
        return _("First: %(title)s.") % {"title": first}
    return _("%(section)s: %(title)s.") % {"section": title, "title": first}
