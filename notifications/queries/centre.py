"""What a person should know, in words: the newest first."""

from dataclasses import dataclass

from django.urls import reverse

from notifications.models import Notification
from notifications.registry import tell

ROWS = 30
MOST_COUNTED = 99


@dataclass(frozen=True)
class Row:
    """One notification; without ``told`` its reader may no longer read what it was about."""

    notification: Notification
    told: object

    @property
    def url(self):
        return reverse("notification", args=[self.notification.pk])


@dataclass(frozen=True)
class CentrePage:
    """``next`` is what the address of the following page names, None on the last one."""

    rows: list
    next: int | None

    @property
    def newest(self):
        return self.rows[0].notification.pk

    @property
    def has_unread(self):
        return any(row.notification.read_at is None for row in self.rows)


def unread_count(person):
    """How many the person has not read, up to one more than MOST_COUNTED. One query on a small index."""
    return Notification.objects.of(person).unread()[: MOST_COUNTED + 1].count()


def centre_page(person, *, before=None):
    """The CentrePage of the next ROWS older than the notification of that id. One query, and those of the tellers."""
    found = Notification.objects.of(person).select_related("activity__actor").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    shown = list(found[: ROWS + 1])
    rows = rows_of(shown[:ROWS], person)
    return CentrePage(rows, shown[ROWS - 1].pk if len(shown) > ROWS else None)


def rows_of(notifications, reader):
    """A Row for each, in the reader's language, which is active."""
    told = tell([notification.activity for notification in notifications], reader)
    return [Row(each, told.get(each.activity_id)) for each in notifications]
