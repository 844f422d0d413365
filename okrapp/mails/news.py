"""Mail at once: what concerned its reader within ten minutes and has not been read in the app meanwhile."""

from collections import defaultdict
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.queries.awaiting import awaiting_of
from notifications.models import Activity, Channel, Delivery, Notification, preference_of
from notifications.queries.centre import rows_of
from notifications.registry import Skip, composer
from okrapp.mails.acts import consent_acts
from okrapp.mails.drawing import Row, Section, State
from okrapp.mails.listing import more_text
from okrapp.mails.rows import SIGNS, absolute, link, short
from okrapp.mails.writing import write
from people.queries import share_companies
from people.reading import as_read_by

MOST, LONGEST_IN_SUBJECT = 10, 30
ASKING = {Activity.Kind.PROPOSED, Activity.Kind.COUNTERED, Activity.Kind.AMENDED}


@composer(Delivery.Kind.NEWS)
def compose_news(deliveries, now):
    """Return the function that writes the mail of one of them; it raises Skip where nothing is left to tell."""
    readers = [delivery.person for delivery in deliveries]
    share_companies(readers)
    found = defaultdict(list)
    unread = Notification.objects.unread().filter(delivery__in=[delivery.pk for delivery in deliveries])
    for notification in unread.select_related("activity__actor").order_by("pk"):
        found[notification.delivery_id].append(notification)
    return partial(write_news, found, awaiting_of(readers))


def write_news(found, awaiting, delivery):
    reader = delivery.person
    wanted = [each for each in found[delivery.pk] if preference_of(reader).hears(each.activity.kind, Channel.MAIL)]
    with as_read_by(reader):
        open_terms = {key_result.pk: key_result for key_result in awaiting[reader.pk]}
        rows = [news_row(row, reader, open_terms) for row in rows_of(wanted, reader) if row.told]
        if not rows:
            raise Skip(Delivery.Reason.NOTHING)
        return write(delivery, action(rows), words_of(reader, rows))


def action(rows):
    """The one thing there is, or how many there are."""
    if len(rows) == 1:
        words = {"title": short(rows[0].title, LONGEST_IN_SUBJECT), "sentence": short(rows[0].facts)}
        return _("%(title)s: %(sentence)s") % words
    return ngettext("%(count)d notification", "%(count)d notifications", len(rows)) % {"count": len(rows)}


def words_of(reader, rows):
    count = len(rows)
    heading = ngettext(
        "%(name)s, there is something you should know", "%(name)s, there are %(count)d things you should know", count
    )
    return {
        "company": reader.company.name,
        "heading": heading % {"name": short(reader.short_name), "count": count},
        "preheader": f"{rows[0].title}: {rows[0].facts}",
        "section": Section(title="", rows=rows[:MOST], more=more_text(rows, MOST), url=link("notifications")),
        "reason": _("You get this mail because you chose to hear of this at once, by mail."),
    }


def news_row(row, reader, open_terms):
    """``open_terms`` are the key results whose terms wait for the reader's consent, by id."""
    told, activity, url = row.told, row.notification.activity, absolute(row.url)
    asked = open_terms.get(activity.object_id) if activity.kind in ASKING else None
    state = None if told.tone == "none" else State(SIGNS[told.tone], "", told.tone)
    acts = consent_acts(asked, reader, url) if asked else ()
    return Row(title=short(told.title), url=url, facts=short(told.sentence), state=state, acts=acts)
