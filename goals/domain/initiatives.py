"""Initiatives: what is planned, what it serves, and how far it is. Every change reaches the key results counting it.

An initiative is written under the lock of its company, then of the objectives of all key results it serves or is to
serve (docs/adr/0028), so two changes of initiatives never meet and no check-in reads half of one.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.loops import leads_to
from goals import rules
from goals.access import share_company
from goals.domain.automatic import refresh_together
from goals.domain.errors import GoalError
from goals.domain.locks import lock_paths_of, lock_row
from goals.models import ActionItem, Cycle, Initiative, KeyResult
from people.domain.audit import differences, record_change, record_differences, snapshot
from people.models import Company

FIELDS = ["title", "description", "owner", "starts_on", "due_on", "priority"]
STATE_FIELDS = ["state", "closing_reason", "ended_on"]
FARTHEST = timedelta(days=5 * 366)
State = Initiative.State


@transaction.atomic
def create_initiative(*, actor, fields, key_results=(), needs=(), items=()):
    """Plan an initiative; ``items`` are the texts of its action items. Raises GoalError, naming the field."""
    initiative = Initiative(company=actor.company, created_by=actor, **fields)
    if not rules.run_initiative(actor, initiative.owner, key_results):
        raise GoalError(_("You plan for yourself, for people you manage and for key results of your own."), "owner")
    lock_with_served(initiative, key_results)
    check_fields(initiative, {})
    initiative.save()
    connect(initiative, key_results, needs, actor=actor)
    rows = [ActionItem(initiative=initiative, text=text, position=n) for n, text in enumerate(items, 1)]
    ActionItem.objects.bulk_create(rows)
    record_differences(initiative, {}, snapshot(initiative, FIELDS), actor=actor, action="initiative.created")
    refresh_served(key_results)
    return initiative


@transaction.atomic
def change_initiative(initiative, *, actor, fields, key_results=(), needs=()):
    """Write what a form says; what the actor may not read stays linked. Raises GoalError, naming the field."""
    initiative = lock_with_served(initiative, key_results)
    served = list(initiative.key_results.all())
    before = snapshot(initiative, FIELDS)
    for name, value in fields.items():
        setattr(initiative, name, value)
    check_fields(initiative, before)
    initiative.save()
    connect(initiative, key_results, needs, actor=actor)
    record_differences(initiative, before, snapshot(initiative, FIELDS), actor=actor, action="initiative.changed")
    refresh_served([*served, *key_results])
    return initiative


@transaction.atomic
def move_initiative(initiative, state, *, actor, reason=""):
    """Begin, finish, drop (for a reason) or take it up again. Done twice it is done once."""
    initiative = lock_with_served(initiative)
    if initiative.state == state or not (initiative.is_open or state == State.DOING):
        return initiative
    write_state(initiative, state, actor=actor, reason=reason)
    refresh_served(initiative.key_results.all())
    return initiative


def write_state(initiative, state, *, actor, reason=""):
    before = snapshot(initiative, STATE_FIELDS)
    initiative.state, initiative.closing_reason = state, reason
    initiative.ended_on = None if initiative.is_open else initiative.company.today()
    initiative.save(update_fields=STATE_FIELDS)
    after = snapshot(initiative, STATE_FIELDS)
    record_differences(initiative, before, after, actor=actor, action=f"initiative.{state}")


@transaction.atomic
def tick_item(item, *, is_done, actor):
    """Mark an action item as done, or as not done; the first one begins a planned initiative. Raises GoalError."""
    initiative, item = lock_item(item)
    refuse_unless_open(initiative)
    if item.is_done == is_done:
        return item
    item.done_at, item.done_by = (timezone.now(), actor) if is_done else (None, None)
    item.save(update_fields=["done_at", "done_by"])
    action = "initiative.item_done" if is_done else "initiative.item_not_done"
    record_change(initiative, actor=actor, action=action, changes={"item": (None, item.text)})
    if is_done and initiative.state == State.PLANNED:
        write_state(initiative, State.DOING, actor=actor)
    refresh_served(initiative.key_results.all())
    return item


@transaction.atomic
def add_item(initiative, *, actor, fields):
    """Write one more action item below the others and return it. Raises GoalError."""
    initiative = lock_with_served(initiative)
    last = initiative.items.last()
    item = ActionItem(initiative=initiative, position=last.position + 1 if last else 1)
    return write_item(item, fields, actor=actor, action="initiative.item_added")


@transaction.atomic
def change_item(item, *, actor, fields):
    """Write what a form says of an action item. Raises GoalError."""
    _initiative, item = lock_item(item)
    return write_item(item, fields, actor=actor, action="initiative.item_changed")


@transaction.atomic
def remove_item(item, *, actor):
    """Take an action item away, with an audit entry that keeps its text. Raises GoalError."""
    initiative, item = lock_item(item)
    refuse_unless_open(initiative)
    record_change(initiative, actor=actor, action="initiative.item_removed", changes={"item": (item.text, None)})
    item.delete()
    refresh_served(initiative.key_results.all())


def write_item(item, fields, *, actor, action):
    initiative = item.initiative
    refuse_unless_open(initiative)
    before = snapshot(item, fields) if item.pk else {}
    for name, value in fields.items():
        setattr(item, name, value)
    if item.owner_id and not can_own(item.owner):
        raise GoalError(_("This person cannot own an action item."), "owner")
    item.save()
    changes = differences(before, snapshot(item, fields))
    if changes:
        which = {} if "text" in changes else {"item": (None, item.text)}
        record_change(initiative, actor=actor, action=action, changes=which | changes)
    refresh_served(initiative.key_results.all())
    return item


# Locks


def lock_with_served(initiative, more=()):
    """Lock the company and the paths of all key results it serves, with ``more``; return it as it is now.

    All of them, whatever their kind: one may just become counted in a transaction that holds only its objective.
    """
    lock_row(Company, initiative.company_id)
    served = initiative.key_results.all() if initiative.pk else []
    lock_paths_of(initiative.company_id, {each.objective_id for each in (*served, *more)})
    if initiative.pk is None:
        return initiative
    fresh = Initiative.objects.select_related("owner").get(pk=initiative.pk)
    fresh.company = initiative.company
    return fresh


def lock_item(item):
    """Return (initiative, item) as they are now, locked. Raises GoalError where the item has gone meanwhile."""
    initiative = lock_with_served(item.initiative)
    found = ActionItem.objects.select_related("owner").filter(pk=item.pk).first()
    if found is None:
        raise GoalError(_("This action item has been removed meanwhile."))
    found.initiative = initiative
    return initiative, found


def refresh_served(key_results):
    """Count the items anew for those of them whose progress they are; what is closed stays as it is."""
    counting = KeyResult.objects.filter(
        pk__in={each.pk for each in key_results}, kind=KeyResult.Kind.INITIATIVES, is_automatic=False
    )
    refresh_together(counting.exclude(objective__cycle__stage=Cycle.Stage.CLOSED))


# What an initiative is connected to


def connect(initiative, key_results, needs, *, actor):
    """Let it serve exactly these and wait for exactly these, beside what the actor may not read."""
    served = set(initiative.key_results.select_related("objective__cycle", "owner"))
    kept = served - set(KeyResult.objects.visible_to(actor).filter(initiatives=initiative))
    check_served(served ^ (kept | set(key_results)), added=set(key_results) - served, actor=actor)
    record_links(initiative, "key_results", served, kept | set(key_results), actor=actor)
    initiative.key_results.set(kept | set(key_results))
    waits = set(initiative.needs.all())
    hidden = waits - set(Initiative.objects.visible_to(actor).filter(needed_by=initiative))
    refuse_loops(initiative, needs)
    record_links(initiative, "needs", waits, hidden | set(needs), actor=actor)
    initiative.needs.set(hidden | set(needs))


def record_links(initiative, name, before, after, *, actor):
    """By number: who reads the entry need not read what was linked."""
    if before != after:
        changes = {
            name: tuple(", ".join(f"#{pk}" for pk in sorted(each.pk for each in some)) for some in (before, after))
        }
        record_change(initiative, actor=actor, action="initiative.linked", changes=changes)


def check_served(changed, *, added, actor):
    for key_result in changed:
        share_company(actor, key_result)
        if not rules.link_initiative(actor, key_result):
            message = _("The initiatives of “%(title)s” make its progress: ask its owner.") % {"title": key_result}
            raise GoalError(message, "key_results")
    for key_result in added:
        if key_result.company_id != actor.company_id or key_result.objective.cycle.is_closed:
            raise GoalError(_("This cycle is closed: it can be read, not changed."), "key_results")


def refuse_loops(initiative, needs):
    """Raise GoalError where one of those it is to wait for waits for it, near or far. Under the company's lock."""
    rows = Initiative.needs.through.objects.filter(initiative__company=initiative.company_id)
    if leads_to(initiative.pk, [each.pk for each in needs], rows.values_list("initiative", "needed")):
        raise GoalError(_("They would wait for each other without end."), "needs")


def check_fields(initiative, before):
    if not can_own(initiative.owner):
        raise GoalError(_("This person cannot own an initiative."), "owner")
    today = initiative.company.today()
    for name in ("starts_on", "due_on"):
        day = getattr(initiative, name)
        if day != before.get(name) and abs(day - today) > FARTHEST:
            raise GoalError(_("This day lies more than five years away."), name)
    if initiative.due_on < initiative.starts_on:
        raise GoalError(_("The due date lies before the start."), "due_on")


def can_own(person):
    return person.is_active and not person.is_viewer


def refuse_unless_open(initiative):
    if not initiative.is_open:
        raise GoalError(_("This initiative has ended. Take it up again to change its action items."))
