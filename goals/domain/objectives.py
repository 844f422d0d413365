"""Writing, publishing, aligning and archiving objectives."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.domain.agreements import propose
from goals.domain.drafts import tell_answer
from goals.domain.errors import GoalError, StaleForm, refuse_if_closed
from goals.domain.key_results import write_key_results
from goals.domain.locks import lock_for_move, lock_objective, path_up
from goals.domain.news import tell_off_track
from goals.domain.rollup import refresh_objective, roll_up, roll_up_parent
from goals.domain.ties import tell_tied
from goals.feeding import check
from goals.models import Objective
from goals.models.fields import CLOSED
from notifications.domain.activities import in_one_go
from people.domain.audit import differences, record_change, snapshot

State = Objective.State
ALIGNMENT_FIELDS = ["parent", "alignment", "alignment_weight"]
WORDING = ["title", "why"]
FIELDS = [
    "title",
    "why",
    "cycle",
    "level",
    "department",
    "owner",
    "ambition",
    "visibility",
    *ALIGNMENT_FIELDS,
    "contribution",
]


@in_one_go
def create_objective(*, actor, fields, key_results=(), request_key=None):
    """Write a new draft with its key results and return it.

    ``fields`` are the model's own; ``key_results`` are KeyResultTerms. Sent twice with the same ``request_key``
    (UUID) and title, it answers with the first; under another title the key is that of a form gone back to, and
    passed over. Raises GoalError, naming the field.
    """
    objective = Objective(company=actor.company, created_by=actor, request_key=request_key, **fields)
    check_terms(objective, before={})
    try:
        with transaction.atomic():
            objective.save()
    except IntegrityError:
        first = request_key and Objective.objects.filter(created_by=actor, request_key=request_key).first()
        if not first:
            raise
        if first.title == objective.title:
            return lock_objective(first.pk)
        objective.request_key = None
        objective.save()
    write_key_results(objective, key_results, actor=actor)
    changes = differences({}, snapshot(objective, FIELDS))
    record_change(objective, actor=actor, action="objective.created", changes=changes)
    refresh_objective(objective)
    return objective


@in_one_go
def change_objective(objective, *, actor, fields, key_results=(), version=None, action="objective.changed"):
    """Change an objective and its key results together, and bring every figure above it up to date.

    ``version`` is the objective's when the form was opened; raises StaleForm if it was changed since, and
    GoalError, naming the field, where the new terms are not allowed.
    """
    locked = lock_for_change(objective, fields)
    if version is not None and version != locked.version:
        raise StaleForm
    refuse_if_closed(locked)
    before, old_parent_id = snapshot(locked, FIELDS), locked.parent_id if locked.feeds_parent else None
    for name, value in fields.items():
        setattr(locked, name, value)
    check_terms(locked, before)
    locked.version += 1
    if any(getattr(locked, name) != before[name] for name in WORDING):
        locked.edition += 1
    locked.save()
    write_key_results(locked, key_results, actor=actor)
    check(locked)
    changes = differences(before, snapshot(locked, FIELDS))
    record_change(locked, actor=actor, action=action, changes=changes)
    refresh_around(locked, old_parent_id)
    return locked


def lock_for_change(objective, fields):
    """Lock what the change may touch and return the objective.

    Whether it is a move is asked of the database: a form may have changed ``objective`` already.
    """
    asked = {name: fields[name] for name in ALIGNMENT_FIELDS if name in fields}
    if asked and moves(Objective.objects.get(pk=objective.pk), asked):
        return lock_for_move(objective, fields.get("parent"))
    locked = lock_objective(objective.pk)
    if moves(locked, asked):
        raise StaleForm
    return locked


def moves(objective, asked):
    return any(getattr(objective, name) != value for name, value in asked.items())


def refresh_around(objective, old_parent_id=None):
    """Recompute the objective, the parent it used to feed and the one it feeds now."""
    roll_up(objective)
    if old_parent_id:
        roll_up(lock_objective(old_parent_id))
    if objective.parent_id != old_parent_id:
        roll_up_parent(objective)


@in_one_go
def publish_objective(objective, *, actor, confidences=None):
    """Open a draft to its readers, let it count and propose its key results. A second time changes nothing.

    ``confidences``: {key result id: how sure the actor, who is to own it, is to reach it}.
    """
    published = set_state(objective, State.DRAFT, State.ACTIVE, actor=actor, action="objective.published")
    check(published)
    for key_result in key_results_to_propose(published):
        confidence = (confidences or {}).get(key_result.pk, "") if key_result.owner_id == actor.pk else ""
        propose(key_result, author=key_result.proposed_by or actor, publisher=actor, confidence=confidence)
    tell_answer(published, "published", actor=actor, occasion="published")
    return published


def key_results_to_propose(objective):
    """Those of a locked objective about which nothing is recorded, locked as well."""
    found = objective.key_results.live().filter(agreed=None, on_table=None).select_for_update(no_key=True)
    for key_result in found:
        key_result.objective, key_result.company = objective, objective.company
    return found


@in_one_go
def archive_objective(objective, *, actor):
    """Take a published objective out of every list and number; restore_objective undoes it."""
    return set_state(objective, State.ACTIVE, State.ARCHIVED, actor=actor, action="objective.archived")


@in_one_go
def restore_objective(objective, *, actor):
    """Bring an archived objective back to where it counted before."""
    return set_state(objective, State.ARCHIVED, State.ACTIVE, actor=actor, action="objective.restored")


def set_state(objective, before, state, *, actor, action):
    """Raises GoalError from any other state than ``before``: an archived draft would come back published."""
    locked = lock_objective(objective.pk)
    if locked.state == state:
        return locked
    refuse_if_closed(locked)
    if locked.state != before:
        raise GoalError(_("This is not possible in the state the objective is in now."))
    record_change(locked, actor=actor, action=action, changes={"state": (locked.state, state)})
    locked.state = state
    locked.archived_at = timezone.now() if state == State.ARCHIVED else None
    locked.version += 1
    locked.save(update_fields=["state", "archived_at", "version"])
    refresh_around(locked)
    if before != State.DRAFT:
        tell_where_tied(locked, action.partition(".")[2], actor=actor)
    return locked


def tell_where_tied(objective, news, *, actor):
    for key_result in objective.key_results.exclude(status__in=CLOSED):
        key_result.objective = objective
        tell_tied(key_result, {"news": news}, actor=actor)


@transaction.atomic
def delete_draft(objective, *, actor):
    """Throw a draft away. Raises GoalError for anything that was published or has check-ins."""
    locked = lock_objective(objective.pk)
    if not locked.is_draft or locked.children.exists() or used_key_results(locked).exists():
        raise GoalError(_("Only a draft that nothing hangs on can be deleted. Archive it instead."))
    record_change(locked, actor=actor, action="objective.deleted", changes={"title": (locked.title, None)})
    locked.key_results.all().delete()
    locked.delete()


@transaction.atomic
def state_status(objective, status, *, reason, actor):
    """Let the owner state another status than the key results add up to, until the next check-in below."""
    locked = lock_objective(objective.pk)
    before = locked.status
    changes = {"status": (before, status), "stated_reason": (locked.stated_reason, reason)}
    record_change(locked, actor=actor, action="objective.status_stated", changes=changes)
    locked.stated_status, locked.stated_reason = status, reason
    locked.save(update_fields=["stated_status", "stated_reason"])
    refresh_objective(locked)
    tell_off_track(locked, before, actor=actor)
    return locked


def check_terms(objective, before):
    """Raise GoalError, naming the field, unless the terms fit each other and the company."""
    refuse_if_closed(objective)
    if objective.owner.is_viewer or not objective.owner.is_active:
        raise GoalError(_("This person cannot own an objective."), "owner")
    if objective.is_restricted and objective.feeds_parent:
        raise GoalError(
            _("A restricted objective can support another, but not contribute to its progress."), "alignment"
        )
    if objective.parent_id and any(getattr(objective, name) != before.get(name) for name in ALIGNMENT_FIELDS):
        check_parent(objective, Objective.objects.select_related("cycle").get(pk=objective.parent_id))


def check_parent(objective, parent):
    """``parent`` is as it stands now, under the locks of the move, whatever the form was filled with."""
    if objective.pk and objective.pk in path_up(parent.pk):
        raise GoalError(_("This would align the objective to itself, by a loop."), "parent")
    if parent.is_archived:
        raise GoalError(_("That objective is archived."), "parent")
    if objective.feeds_parent and parent.cycle.is_closed:
        raise GoalError(_("The cycle of that objective is closed: its progress stays as it is."), "parent")


def used_key_results(objective):
    return objective.key_results.filter(Q(last_seq__gt=0) | Q(initiatives__isnull=False))
