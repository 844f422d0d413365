"""Everything the page of one initiative shows, as finished text and drawings."""

from dataclasses import dataclass

from django.db.models import Q

from common.svg import meter
from common.templatetags.components import avatar, state
from goals import rules
from goals.access import share_company
from goals.models import Dependency, Initiative
from goals.progress import share_done
from goals.queries.cards import key_result_row, shown_percent
from goals.queries.initiatives import STATE_TONES
from goals.wording import percent_text, short_date, span_text, written_on


@dataclass(frozen=True)
class ItemRow:
    """One line of the checklist."""

    pk: int
    text: str
    is_done: bool
    owner: str
    due: str
    is_late: bool
    done: str
    may_tick: bool


@dataclass(frozen=True)
class InitiativePage:
    """``waits`` and ``needed_by`` are (title, url, state) of others; ``hidden`` count what may not be read."""

    state: str
    days: str
    is_late: bool
    percent: str
    count: str
    meter: str
    avatar: str
    priority: str
    items: list
    rows: list
    hidden: int
    waits: list
    needed_by: list
    hidden_initiatives: int
    can: dict


def initiative_page(initiative, viewer, today):
    """Return the page of an initiative that access_initiative gave. Three queries."""
    items = list(initiative.items.select_related("owner", "done_by"))
    for item in items:
        item.initiative = initiative
    readable = [share_company(viewer, each) for each in initiative.key_results.all() if each.is_readable]
    done = sum(item.is_done for item in items)
    progress = share_done(done, len(items)) if items else None
    waits, needed_by, hidden = connected(initiative, viewer)
    may_edit = rules.edit_initiative(viewer, initiative)
    return InitiativePage(
        state=state_of(initiative),
        days=span_text(initiative.starts_on, initiative.due_on),
        is_late=initiative.is_late(today),
        percent=percent_text(progress),
        count=f"{done}/{len(items)}" if items else "",
        meter=meter(shown_percent(progress), None, STATE_TONES[initiative.state]),
        avatar=avatar(initiative.owner.initials, initiative.owner.tone),
        priority=str(initiative.get_priority_display()),
        items=[item_row(item, viewer, today) for item in items],
        rows=[key_result_row(each, viewer=viewer, today=today) for each in readable],
        hidden=len(initiative.key_results.all()) - len(readable),
        waits=waits,
        needed_by=needed_by,
        hidden_initiatives=hidden,
        can={"edit": may_edit, "change_items": may_edit and initiative.is_open},
    )


def state_of(initiative):
    return state(str(initiative.get_state_display()), STATE_TONES[initiative.state])


def item_row(item, viewer, today):
    return ItemRow(
        pk=item.pk,
        text=item.text,
        is_done=item.is_done,
        owner=item.owner.name if item.owner else "",
        due=short_date(item.due_on) if item.due_on else "",
        is_late=bool(item.due_on and item.due_on < today and not item.is_done and item.initiative.is_open),
        done=f"{item.done_by.name} · {written_on(item.done_at)}" if item.is_done else "",
        may_tick=item.initiative.is_open and rules.tick_item(viewer, item),
    )


def connected(initiative, viewer):
    """What it waits for, what waits for it, and how many of both the viewer may not read. Two queries."""
    links = list(Dependency.objects.filter(Q(initiative=initiative) | Q(needed=initiative)))
    ids = {link.initiative_id for link in links} | {link.needed_id for link in links}
    found = {each.pk: each for each in Initiative.objects.visible_to(viewer).filter(pk__in=ids)} if ids else {}
    waits = [found[link.needed_id] for link in links if link.needed_id in found and link.needed_id != initiative.pk]
    after = [found[each.initiative_id] for each in links if each.initiative_id in found.keys() - {initiative.pk}]
    hidden = len(links) - len(waits) - len(after)
    return [linked(each) for each in waits], [linked(each) for each in after], hidden


def linked(initiative):
    return initiative.title, initiative.get_absolute_url(), state_of(initiative)
