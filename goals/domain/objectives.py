"""Writing, publishing, aligning and archiving objectives."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.domain.errors import GoalError, StaleForm
from goals.domain.key_results import write_key_results
from goals.domain.locks import lock_for_move, lock_objective, path_up
from goals.domain.rollup import refresh_objective, roll_up, roll_up_parent
from goals.models import Objective
from people.domain.audit import differences, record_change

ALIGNMENT_FIELDS = ["parent", "alignment", "alignment_weight"]
TRACKED = [
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


@transaction.atomic
def create_objective(*, actor, fields, key_results=()):
    """Write a new draft with its key results and return it.

    ``fields`` are the model's own; ``key_results`` are KeyResultTerms. Raises GoalError, naming the field.
    """
    objective = Objective(company=actor.company, created_by=actor, **fields)
    check_terms(objective)
    objective.save()
    write_key_results(objective, key_results, actor=actor)
    record_change(objective, actor=actor, action="objective.created", changes=differences({}, terms(objective)))
    refresh_objective(objective)
    return objective


@transaction.atomic
def change_objective(objective, *, actor, fields, key_results=(), version=None):
    """Change an objective and its key results together, and bring every figure above it up to date.

    ``version`` is the objective's when the form was opened; raises StaleForm if it was changed since, and
    GoalError, naming the field, where the new terms are not allowed.
    """
    locked, old_parent_id = lock_for_change(objective, fields)
    if version is not None and version != locked.version:
        raise StaleForm
    before = terms(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    check_terms(locked)
    locked.version += 1
    locked.save()
    write_key_results(locked, key_results, actor=actor)
    record_change(locked, actor=actor, action="objective.changed", changes=differences(before, terms(locked)))
    refresh_around(locked, old_parent_id)
    return locked


def lock_for_change(objective, fields):
    """Lock what the change may touch; return the objective and the parent it fed until now (or None)."""
    if any(getattr(objective, name) != fields[name] for name in ALIGNMENT_FIELDS if name in fields):
        locked, _parent = lock_for_move(objective, fields.get("parent"))
    else:
        locked = lock_objective(objective.pk)
    return locked, locked.parent_id if locked.feeds_parent else None


def refresh_around(objective, old_parent_id=None):
    """Recompute the objective, the parent it used to feed and the one it feeds now."""
    roll_up(objective)
    if old_parent_id and old_parent_id != objective.parent_id:
        roll_up(lock_objective(old_parent_id))
    roll_up_parent(objective)


@transaction.atomic
def publish_objective(objective, *, actor):
    """Open a draft to its readers and let it count. A second time changes nothing."""
    return set_state(objective, Objective.State.ACTIVE, actor=actor, action="objective.published")


@transaction.atomic
def archive_objective(objective, *, actor):
    """Take an objective out of every list and number; restore_objective undoes it."""
    return set_state(objective, Objective.State.ARCHIVED, actor=actor, action="objective.archived")


@transaction.atomic
def restore_objective(objective, *, actor):
    """Bring an archived objective back to where it counted before."""
    return set_state(objective, Objective.State.ACTIVE, actor=actor, action="objective.restored")


def set_state(objective, state, *, actor, action):
    locked = lock_objective(objective.pk)
    if locked.state == state:
        return locked
    record_change(locked, actor=actor, action=action, changes={"state": (locked.state, state)})
    locked.state = state
    locked.archived_at = timezone.now() if state == Objective.State.ARCHIVED else None
    locked.version += 1
    locked.save(update_fields=["state", "archived_at", "version"])
    refresh_around(locked)
    return locked


@transaction.atomic
def delete_draft(objective, *, actor):
    """Throw a draft away. Raises GoalError for anything that was published or has check-ins."""
    locked = lock_objective(objective.pk)
    if not locked.is_draft or locked.key_results.filter(last_seq__gt=0).exists() or locked.children.exists():
        raise GoalError(_("Only a draft that nothing hangs on can be deleted. Archive it instead."))
    record_change(locked, actor=actor, action="objective.deleted", changes={"title": (locked.title, None)})
    locked.key_results.all().delete()
    locked.delete()


@transaction.atomic
def state_status(objective, status, *, reason, actor):
    """Let the owner state another status than the key results add up to, until the next check-in below."""
    locked = lock_objective(objective.pk)
    changes = {"status": (locked.status, status), "stated_reason": (locked.stated_reason, reason)}
    record_change(locked, actor=actor, action="objective.status_stated", changes=changes)
    locked.stated_status, locked.stated_reason = status, reason
    locked.save(update_fields=["stated_status", "stated_reason"])
    refresh_objective(locked)
    return locked


def terms(objective):
    return {name: getattr(objective, name) for name in TRACKED}


def check_terms(objective):
    """Raise GoalError, naming the field, unless the terms fit each other and the company."""
    if objective.cycle.is_closed:
        raise GoalError(_("This cycle is closed: it can be read, not changed."), "cycle")
    if objective.owner.is_viewer or not objective.owner.is_active:
        raise GoalError(_("This person cannot own an objective."), "owner")
    if objective.parent is not None:
        check_parent(objective)


def check_parent(objective):
    if objective.pk and objective.pk in path_up(objective.parent_id):
        raise GoalError(_("This would align the objective to itself, by a loop."), "parent")
    if objective.is_restricted and objective.feeds_parent:
        raise GoalError(
            _("A restricted objective can support another, but not contribute to its progress."), "alignment"
        )
    if objective.parent.is_archived:
        raise GoalError(_("That objective is archived."), "parent")
