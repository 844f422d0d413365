"""What only a manager's digest says: what is not agreed yet, and what could be talked about."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goals.queries.agreed import missing_people
from goals.wording import dated_text
from okrapp.mails.drawing import Row, Section
from okrapp.mails.listing import listed
from okrapp.mails.rows import link, link_to, named, short
from okrapp.mails.topics import topic_rows

MOST_UNAGREED = 3


def unagreed_section(reader, places, known):
    """Whose consent is missing and since when, and how much is agreed in all."""
    found = known.terms.unagreed_for(reader, places) if places.is_managed else []
    if not found:
        return None
    agreed, everything = known.terms.tally(reader, places)
    return listed(
        found,
        MOST_UNAGREED,
        lambda key_result: known.once(unagreed_row, key_result),
        title=_("Key results that wait for agreement"),
        url=link_to("department", places.top) if places.top else link("company"),
        summary=_("%(agreed)d of %(all)d agreed") % {"agreed": agreed, "all": everything},
    )


def unagreed_row(key_result):
    since = key_result.company.day_of(key_result.on_table.created_at)
    names = [named(person) if person else _("An administrator") for person in missing_people(key_result)]
    return Row(
        title=short(key_result.title),
        url=link_to("agreement", key_result.pk),
        facts=_("Waiting for %(names)s since %(day)s")
        % {"names": pgettext("between items", ", ").join(names), "day": dated_text(since)},
    )


def topic_section(reader, moves, places, known):
    rows = topic_rows(reader, moves, places, known)
    return Section(title=_("You could talk about this one-on-one"), rows=rows) if rows else None
