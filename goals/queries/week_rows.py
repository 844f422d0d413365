"""Key results as a person meets them on the way through the week: finished strings, a form's place, one button."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models.fields import WORDS
from goals.queries.cards import KeyResultRow, key_result_row, pause_text
from goals.queries.week import STUCK_FROM, missed_periods, next_due_at
from goals.wording import dated_moment_text, moment_text, percent_text, short_date, status_word, value_text


@dataclass(frozen=True)
class WeekRow:
    """``when`` and ``missed`` are kind sentences or ""; ``unchanged`` is what "no change" would say again, or ""."""

    row: KeyResultRow
    objective: str
    check_in_url: str = ""
    when: str = ""
    missed: str = ""
    unchanged: str = ""
    moved: str = ""
    moved_percent: str = ""
    correct_url: str = ""
    request_key: str = ""
    seen: str = ""


def due_row(due, *, viewer, today, says_when=True):
    """The row of one due key result; without ``says_when`` the page has said it for all of them."""
    key_result = due.key_result
    missed = missed_periods(key_result, viewer.company, today)
    return open_row(
        key_result,
        viewer=viewer,
        today=today,
        when=deadline_text(due.at, due.is_late) if says_when else "",
        missed=missed_text(missed) if missed else "",
    )


def open_row(key_result, *, viewer, today, **more):
    """A row that takes a check-in now."""
    return WeekRow(
        row=key_result_row(key_result, viewer=viewer, today=today),
        objective=key_result.objective.title,
        check_in_url=reverse("check-in", args=[key_result.pk]),
        unchanged=unchanged_text(key_result),
        request_key=str(uuid.uuid4()),
        seen=str(key_result.last_seq),
        **more,
    )


def done_row(key_result, *, viewer, today):
    """The row of a key result that has its check-in for now, with its own trend and what moved."""
    return WeekRow(
        row=key_result_row(key_result, viewer=viewer, today=today),
        objective=key_result.objective.title,
        moved=moved_by_trend(key_result),
    )


def waiting_row(key_result, *, viewer, today):
    """The row of a key result that is not due yet; it can be checked in all the same."""
    when = begins_text(key_result) if today < key_result.starts_on else next_due_text(key_result, viewer, today)
    return open_row(key_result, viewer=viewer, today=today, when=when)


def next_due_text(key_result, viewer, today):
    moment = next_due_at(key_result, viewer.company, today)
    return deadline_text(moment, is_late=False) if moment else ""


def paused_row(key_result, *, viewer, today):
    """The row of one that rests, with why and until when; a check-in takes it up again."""
    return open_row(key_result, viewer=viewer, today=today, when=pause_text(key_result, today))


def begins_text(key_result):
    return _("Begins on %(day)s.") % {"day": short_date(key_result.starts_on)}


def saved_row(key_result, check_in, before, *, viewer, today):
    """The row right after ``check_in``; ``before`` are the figures it found."""
    return WeekRow(
        row=key_result_row(key_result, viewer=viewer, today=today),
        objective=key_result.objective.title,
        moved=change(key_result, before.current, check_in.value),
        moved_percent=percents(before.progress, key_result.progress),
        correct_url=reverse("check-in-correct", args=[check_in.pk]),
    )


def deadline_text(moment, is_late):
    """By when, or that now is just as good."""
    return deadline_sentence(moment_text(moment), is_late)


def dated_deadline(moment, is_late):
    """The same for whoever reads it some other day."""
    return deadline_sentence(dated_moment_text(moment), is_late)


def deadline_sentence(when, is_late):
    if is_late:
        return _("It was due %(when)s. Now is just as good.") % {"when": when}
    return _("Due %(when)s") % {"when": when}


def common_moment(week):
    """(moment, is_late) where all that is due falls due at once; None where the rows have to say it one by one."""
    moments = {(due.at, due.is_late) for due in week.due}
    return moments.pop() if len(moments) == 1 else None


def missed_text(count):
    return ngettext(
        "One check-in was skipped before this one.", "%(count)d check-ins were skipped before this one.", count
    ) % {"count": count}


def stuck_lines(week, viewer, today):
    """Those due after a long silence: each is offered a way out beside its check-in."""
    counted = [(due.key_result, missed_periods(due.key_result, viewer.company, today)) for due in week.due]
    return [{"key_result": row, "sentence": stuck_text(count)} for row, count in counted if count >= STUCK_FROM]


def stuck_text(missed):
    """That so many check-ins in a row were missed, where it is time to ask whether it still fits; else ""."""
    if missed < STUCK_FROM:
        return ""
    return _("There has been no word for %(count)d check-ins in a row.") % {"count": missed}


def unchanged_text(key_result):
    """Value and word that a check-in without change repeats; "" before the first."""
    if not has_last_word(key_result):
        return ""
    value = value_text(key_result, key_result.current)
    return _("%(value)s, %(status)s") % {"value": value, "status": status_word(key_result.status)}


def has_last_word(key_result):
    return key_result.current is not None and key_result.status in WORDS


def moved_by_trend(key_result):
    """From the last period's value to this one's, as the trend has them."""
    if len(key_result.trend) < 2 or key_result.current is None:
        return ""
    return change(key_result, Decimal(str(key_result.trend[-2])), key_result.current)


def change(key_result, before, after):
    """6.2 days → 5.8 days; "" where there was nothing before or nothing moved."""
    if before is None or before == after:
        return ""
    return arrow(value_text(key_result, before), value_text(key_result, after))


def percents(before, after):
    """70% → 80%; 80% where it did not move."""
    old, new = percent_text(before), percent_text(after)
    return new if old == new else arrow(old, new)


def arrow(before, after):
    return _("%(before)s → %(after)s") % {"before": before, "after": after}
