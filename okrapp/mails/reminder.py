"""The reminder of check-ins that are overdue: which, why they matter, and a button each."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.queries.overdue import overdue_of_people
from goals.wording import dated_text
from notifications.models import Delivery
from notifications.registry import Skip, composer
from okrapp.mails.acts import check_in_acts
from okrapp.mails.drawing import DueRow, DueSection
from okrapp.mails.listing import more_text
from okrapp.mails.rows import LONGEST_NOTE, link, link_to, missed_line, short, stale_state, standing
from okrapp.mails.words import duration
from okrapp.mails.writing import write
from people.queries import share_companies
from people.reading import as_read_by

MOST = 5


@composer(Delivery.Kind.REMINDER)
def compose_reminders(deliveries, now):
    """Return the function that writes the mail of one of them; it raises Skip where nothing is overdue any more."""
    readers = [delivery.person for delivery in deliveries]
    share_companies(readers)
    return partial(write_reminder, overdue_of_people(readers, now), now)


def write_reminder(found, now, delivery):
    reader = delivery.person
    overdue = found.get(reader.pk)
    if not overdue:
        raise Skip(Delivery.Reason.NOTHING)
    with as_read_by(reader):
        words = words_of(reader, overdue, reader.company.day_of(now))
        return write(delivery, action(len(overdue)), words)


def action(count):
    """The fixed beginning of a reminder, and what to do."""
    asked = ngettext("Reminder: %(count)d check-in to make", "Reminder: %(count)d check-ins to make", count)
    return asked % {"count": count}


def words_of(reader, overdue, today):
    count = len(overdue)
    heading = ngettext(
        "%(name)s, %(count)d key result has no check-in yet",
        "%(name)s, %(count)d key results have no check-in yet",
        count,
    )
    enough = _("A value and a line are enough; that nothing has changed counts too.")
    rows = [overdue_row(each, reader, today) for each in overdue[:MOST]]
    return {
        "company": reader.company.name,
        "heading": heading % {"name": short(reader.short_name), "count": count},
        "preheader": enough,
        "lead": f"{duration(count)} {enough}",
        "due": DueSection(title="", rows=rows, more=more_text(overdue, MOST), url=link("home")),
        "reason": _("This mail comes two and five working days after a due day, and never beside the digest."),
    }


def overdue_row(overdue, reader, today):
    """What it belongs to and why that matters, the figures, and when the check-in was due."""
    key_result = overdue.key_result
    words = {"title": short(key_result.objective.title), "why": short(key_result.objective.why, LONGEST_NOTE)}
    return DueRow(
        title=short(key_result.title),
        url=link_to("check-in", key_result.pk),
        about=_("Objective: %(title)s (%(why)s)") % words,
        state=stale_state(key_result, today),
        facts=standing(key_result, today),
        lines=tuple(filter(None, [due_sentence(overdue), missed_line(key_result, today)])),
        acts=check_in_acts(key_result, reader, today),
    )


def due_sentence(overdue):
    return _("The check-in was due on %(day)s.") % {"day": dated_text(overdue.due_on)}
