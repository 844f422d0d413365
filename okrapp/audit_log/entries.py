"""The entries of the audit log, newest first, a page of them told by the place it begins after."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q

from common.ids import as_id
from common.text import search_key
from people.audited import actions_in, everything
from people.models import AuditEntry

PAGE_SIZE = 50
NEWEST_FIRST = ["-created_at", "-pk"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = 10**17  # microseconds: further than any entry will be written


@dataclass(frozen=True)
class EntryPage:
    """``next`` is the Place, as text, after which the following page begins; None on the last."""

    entries: list
    next: str | None


@dataclass(frozen=True)
class Place:
    """Where an entry stands among all; as text its moment in microseconds since 1970, and its id."""

    moment: datetime
    pk: int

    def __str__(self):
        return f"{(self.moment - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def of(cls, entry):
        return cls(entry.created_at, entry.pk)

    @classmethod
    def read(cls, text):
        """None for anything that is no place."""
        moment, pk = map(as_id, (text.partition("-")[::2]))
        if moment is None or pk is None or moment > LAST:
            return None
        return cls(EPOCH + timedelta(microseconds=moment), pk)


def fitting(company, wanted):
    """The company's entries that fit the values of an AuditFilterForm; its days are those of the company."""
    entries = AuditEntry.objects.filter(company=company)
    for word in search_key(wanted.get("q", "")).split():
        entries = entries.filter(search_text__contains=word)
    if wanted.get("kind"):
        entries = entries.filter(content_type=everything[wanted["kind"]].content_type)
        if wanted.get("object"):
            entries = entries.filter(object_id=wanted["object"])
    if wanted.get("group"):
        entries = entries.filter(action__in=actions_in(wanted["group"]))
    if wanted.get("person"):
        entries = entries.filter(actor=wanted["person"])
    if wanted.get("since"):
        entries = entries.filter(created_at__gte=beginning(company, wanted["since"]))
    if wanted.get("until"):
        entries = entries.filter(created_at__lt=beginning(company, wanted["until"] + timedelta(days=1)))
    return entries.select_related("actor").order_by(*NEWEST_FIRST)


def beginning(company, day):
    return datetime.combine(day, time.min, tzinfo=company.zone)


def page_of(entries, after):
    """The page that follows the Place ``after``, the first for None. It costs the same however far back it lies."""
    if after:
        same_moment = Q(created_at=after.moment, pk__lt=after.pk)
        entries = entries.filter(Q(created_at__lt=after.moment) | same_moment, created_at__lte=after.moment)
    found = list(entries[: PAGE_SIZE + 1])
    has_more = len(found) > PAGE_SIZE
    return EntryPage(found[:PAGE_SIZE], str(Place.of(found[PAGE_SIZE - 1])) if has_more else None)
