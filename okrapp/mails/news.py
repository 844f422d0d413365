"""Mail at once: what concerned its reader within ten minutes and has not been read in the app meanwhile."""

from collections import defaultdict
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Channel, Delivery, Notification, preference_of
from notifications.queries.centre import rows_of
from notifications.registry import Skip, composer
from okrapp.mails.drawing import Row, Section, State
from okrapp.mails.listing import more_text
from okrapp.mails.rows import SIGNS, absolute, link, short
from okrapp.mails.writing import write
from people.queries import share_companies
from people.reading import as_read_by

MOST, LONGEST_IN_SUBJECT = 10, 30


@composer(Delivery.Kind.NEWS)
def compose_news(deliveries, now):
    """Return the function that writes the mail of one of them; it raises Skip where nothing is left to tell."""
    share_companies([delivery.person for delivery in deliveries])
    found = defaultdict(list)
    unread = Notification.objects.unread().filter(delivery__in=[delivery.pk for delivery in deliveries])
    for notification in unread.select_related("activity__actor").order_by("pk"):
        found[notification.delivery_id].append(notification)
    return partial(write_news, found)


def write_news(found, delivery):
    reader = delivery.person
    wanted = [each for each in found[delivery.pk] if preference_of(reader).hears(each.activity.kind, Channel.MAIL)]
    with as_read_by(reader):
        rows = [news_row(row) for row in rows_of(wanted, reader) if row.told]
        if not rows:
            raise Skip(Delivery.Reason.NOTHING)
        return write(delivery, action(rows), news_context(reader, rows))


def action(rows):
    """The one thing there is, or how many there are."""
    if len(rows) == 1:
        words = {"title": short(rows[0].title, LONGEST_IN_SUBJECT), "sentence": short(rows[0].facts)}
        return _("%(title)s: %(sentence)s") % words
    return ngettext("%(count)d notification", "%(count)d notifications", len(rows)) % {"count": len(rows)}


def news_context(reader, rows):
    count = len(rows)
    heading = ngettext(
        "%(name)s, there is something you should know", "%(name)s, there are %(count)d things you should know", count
    )
    return {
        "company": reader.company,
        "heading": heading % {"name": short(reader.short_name), "count": count},
        "section": Section(title="", rows=rows[:MOST], more=more_text(rows, MOST), url=link("notifications")),
        "reason": _("You get this mail because you chose to hear of this at once, by mail."),
    }


def news_row(row):
    told = row.told
    state = None if told.tone == "none" else State(SIGNS[told.tone], "", told.tone)
    return Row(title=short(told.title), url=absolute(row.url), facts=short(told.sentence), state=state)
