"""The audit log as a file: a row for each field that changed."""

from itertools import islice

from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.text import printable
from okrapp.audit_log.rows import details, linked_names, who
from people.audited import audited_by, words_of

MOST_ENTRIES = {"csv": 30_000, "xlsx": 10_000}  # what is written while somebody waits
BATCH = 1000


def header():
    return [
        _("When (%(zone)s)") % {"zone": get_current_timezone_name()},
        pgettext("audit", "Who"),
        _("E-mail address"),
        pgettext("audit", "Action"),
        pgettext("audit", "Kind of object"),
        pgettext("audit", "What it is called"),
        pgettext("audit", "Number"),
        pgettext("audit", "Field"),
        pgettext("audit", "Old value"),
        pgettext("audit", "New value"),
    ]


def file_rows(entries, reader):
    """The header and the rows of the entries, read batch by batch, so that memory stays flat."""
    yield header()
    waiting = entries.iterator(chunk_size=BATCH)
    while batch := list(islice(waiting, BATCH)):
        names = linked_names(batch, reader)
        for entry in batch:
            yield from rows_of_entry(entry, names, reader.company)


def rows_of_entry(entry, names, company):
    about = [
        localtime(entry.created_at),
        who(entry),
        entry.actor.address if entry.actor else "",
        words_of(entry.action),
        str(audited_by(entry.content_type_id).name),
        printable(entry.label),
        entry.object_id,
    ]
    for each in details(entry, names, company) or [None]:
        yield [*about, each.label, each.old, each.new] if each else [*about, "", "", ""]


def is_too_much(entries, suffix):
    most = MOST_ENTRIES[suffix]
    return entries[: most + 1].count() > most
