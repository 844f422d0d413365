"""Initiatives in rows: whose, how far, how late, and what they are for."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import pgettext

from common.svg import meter
from common.templatetags.components import avatar, state
from goals.models import ActionItem, Initiative, KeyResult
from goals.progress import share_done
from goals.queries.cards import shown_percent
from goals.wording import percent_text, short_span_text

State = Initiative.State
STATE_TONES = {State.PLANNED: "none", State.DOING: "good", State.DONE: "done", State.DROPPED: "dropped"}
PRIORITIES = list(Initiative.Priority)
MUCH_AT_ONCE = 5


@dataclass(frozen=True)
class InitiativeRow:
    """Finished strings. ``serves`` are titles of key results; ``late`` is "" or since when."""

    pk: int
    url: str
    title: str
    owner: str
    avatar: str
    days: str
    state: str
    state_word: str
    priority: str
    is_high: bool
    late: str
    items: str
    percent: str
    meter: str
    serves: list = field(default_factory=list)
    reason: str = ""
    initiative: Initiative = None


def visible_initiatives(viewer, scope=""):
    """What the viewer may read, with owner, items counted and the key results they may read: two queries.

    ``scope``: "mine" (owned, or with an open action item), "departments" (the viewer's own and those managed).
    """
    served = KeyResult.objects.visible_to(viewer).order_by("pk").only("pk", "title")
    return (
        Initiative.objects.visible_to(viewer)
        .filter(scope_of(viewer, scope))
        .select_related("owner")
        .prefetch_related(Prefetch("key_results", served, to_attr="readable_key_results"))
        .annotate(item_count=Count("items"), done_count=Count("items", filter=Q(items__done_at__isnull=False)))
        .order_by("pk")
    )


def scope_of(viewer, scope):
    if scope == "mine":
        waiting = ActionItem.objects.filter(initiative=OuterRef("pk"), owner=viewer, done_at=None)
        return Q(owner=viewer) | Q(Exists(waiting))
    if scope == "departments":
        own = viewer.company.tree.below(viewer.department_id) if viewer.department_id else set()
        return Q(owner__department__in=viewer.managed_department_ids | own)
    return Q()


def sorted_by(initiatives, sort):
    """Key result work first, then priority, then the due date (A33); or by due date or title alone."""
    keys = {
        "due": lambda each: (each.due_on, each.pk),
        "title": lambda each: (each.title, each.pk),
    }
    return sorted(initiatives, key=keys.get(sort, importance))


def importance(initiative):
    serves = bool(initiative.readable_key_results)
    return not serves, PRIORITIES.index(initiative.priority), initiative.due_on, initiative.pk


def initiative_row(initiative, today):
    """One row of an initiative that visible_initiatives gave."""
    done, total = initiative.done_count, initiative.item_count
    progress = share_done(done, total) if total else None
    word = str(initiative.get_state_display())
    return InitiativeRow(
        pk=initiative.pk,
        url=initiative.get_absolute_url(),
        title=initiative.title,
        owner=initiative.owner.name,
        avatar=avatar(initiative.owner.initials, initiative.owner.tone),
        days=short_span_text(initiative.starts_on, initiative.due_on),
        state=state(word, STATE_TONES[initiative.state]),
        state_word=word,
        priority=str(initiative.get_priority_display()),
        is_high=initiative.priority == Initiative.Priority.HIGH,
        late=pgettext("initiative", "Late") if initiative.is_late(today) else "",
        items=f"{done}/{total}" if total else "",
        percent=percent_text(progress),
        meter=meter(shown_percent(progress), None, STATE_TONES[initiative.state]),
        serves=[each.title for each in initiative.readable_key_results],
        reason=initiative.closing_reason,
        initiative=initiative,
    )


def carrying_much(initiatives):
    """(name, count) of those with more in progress than anybody does well at once, by name (A54)."""
    doing = [each.owner for each in initiatives if each.state == State.DOING]
    counts = Counter(owner.pk for owner in doing)
    many = {owner.pk: owner for owner in doing if counts[owner.pk] > MUCH_AT_ONCE}
    return [(owner.name, counts[owner.pk]) for owner in sorted(many.values(), key=lambda each: each.sort_key)]


def initiatives_of(key_result, viewer, today):
    """Rows of those that serve a key result the viewer may read, the open ones first: two queries."""
    found = visible_initiatives(viewer).filter(pk__in=key_result.served_by.values("initiative"))
    return [initiative_row(each, today) for each in sorted(found, key=lambda each: (not each.is_open, each.due_on))]
