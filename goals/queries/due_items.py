"""The action items that are somebody's to do soon, with what they are for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import pgettext

from goals.models import ActionItem, Initiative, KeyResult
from goals.queries.initiatives import PRIORITIES
from goals.wording import short_date

SOON = timedelta(days=7)


@dataclass(frozen=True)
class DueItem:
    """One line, as finished strings. ``serves`` are titles of the key results it is for; ``late`` is "" or a word."""

    pk: int
    text: str
    is_done: bool
    tick_url: str
    initiative: str
    initiative_url: str
    serves: list
    due: str
    late: str


def due_items(person, today):
    """Those of open initiatives that are late or due within seven days, and what was done of them today: two queries.

    Without an owner it is that of the initiative, without a day of its own the initiative's. What serves a key result
    comes first, then what has priority, then what is due first (A33).
    """
    midnight = datetime.combine(today, time(), tzinfo=person.company.zone)
    served = KeyResult.objects.visible_to(person).order_by("pk").only("pk", "title")
    items = (
        ActionItem.objects.filter(Q(owner=person) | Q(owner=None, initiative__owner=person))
        .filter(Q(done_at=None) | Q(done_at__gte=midnight), initiative__state__in=Initiative.OPEN)
        .annotate(due=Coalesce("due_on", "initiative__due_on"))
        .filter(due__lte=today + SOON)
        .select_related("initiative")
        .prefetch_related(Prefetch("initiative__key_results", served, to_attr="readable_key_results"))
    )
    return [due_item(each, today) for each in sorted(items, key=importance)]


def importance(item):
    initiative = item.initiative
    serves = bool(initiative.readable_key_results)
    return not serves, PRIORITIES.index(initiative.priority), item.due, item.pk


def due_item(item, today):
    return DueItem(
        pk=item.pk,
        text=item.text,
        is_done=item.is_done,
        tick_url=reverse("item-tick", args=[item.pk]),
        initiative=item.initiative.title,
        initiative_url=item.initiative.get_absolute_url(),
        serves=[each.title for each in item.initiative.readable_key_results],
        due=short_date(item.due),
        late=pgettext("initiative", "Late") if item.due < today and not item.is_done else "",
    )
