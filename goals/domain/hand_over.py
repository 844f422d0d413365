"""Handing over to somebody else: a key result by agreement, all else at once (docs/adr/0035)."""

from django.db import transaction
from django.utils.translation import gettext as _

from goals.domain.agreements import TERMS, Act, lay, refuse_if_not_open
from goals.domain.errors import GoalError, StaleForm
from goals.domain.initiatives import FIELDS, check_fields, lock_with_served
from goals.domain.locks import lock_key_result, lock_objective
from goals.domain.objectives import change_objective
from notifications.domain.activities import in_one_go
from people.domain.audit import record_change, snapshot


@in_one_go
def hand_over_key_result(key_result, to, *, actor, seen, note, reason=""):
    """Propose that ``to`` owns the key result, with its terms as they stand; until both consent it stays as it is.

    What lies on the table, numbered ``seen`` (0: nothing), gives way to it. The same a second time changes nothing.
    Raises StaleForm where something else lies there by now, GoalError, naming the field, where ``to`` cannot own it.
    """
    locked = lock_key_result(key_result.pk)
    words = {"note": note, "reason": reason}
    if is_handed_already(locked, to, words, actor=actor):
        return locked
    refuse_if_not_open(locked)
    if number_on_table(locked) != seen:
        raise StaleForm
    check_successor(locked, to)
    lay(locked, snapshot(locked, TERMS) | {"owner": to}, author=actor, act=Act.HANDED, **words)
    return locked


def number_on_table(key_result):
    return key_result.on_table.number if key_result.on_table else 0


def is_handed_already(key_result, to, words, *, actor):
    """Whether the actor did just this: it waits, or was consented to by whoever is asked."""
    last = key_result.on_table or key_result.agreed
    asked = {"owner": to, "author": actor, "act": Act.HANDED} | words
    return last is not None and snapshot(last, asked) == asked


def check_successor(key_result, to):
    if to.pk == key_result.owner_id:
        raise GoalError(_("This person owns it already."), "to")
    if to.company_id != key_result.company_id or to.is_viewer or not to.is_active:
        raise GoalError(_("This person cannot own a key result."), "to")


@transaction.atomic
def hand_over_objective(objective, to, *, actor):
    """Give the objective, draft or published, another owner at once; its key results keep theirs.

    A second time changes nothing. Raises StaleForm where it has changed hands since it was loaded, GoalError, naming
    the field, where ``to`` cannot own it.
    """
    locked = lock_objective(objective.pk)
    if locked.owner_id == to.pk:
        return locked
    if locked.owner_id != objective.owner_id:
        raise StaleForm
    change_objective(locked, actor=actor, fields={"owner": to}, action="objective.handed_over")
    return locked


@transaction.atomic
def hand_over_initiative(initiative, to, *, actor):
    """Give the initiative another owner at once, with all it serves. A second time changes nothing.

    Raises StaleForm where it has changed hands since it was loaded, GoalError where ``to`` cannot own it.
    """
    locked = lock_with_served(initiative)
    if locked.owner_id == to.pk:
        return locked
    if locked.owner_id != initiative.owner_id:
        raise StaleForm
    locked.owner = to
    check_fields(locked, snapshot(locked, FIELDS))
    locked.save(update_fields=["owner"])
    changes = {"owner": (initiative.owner, to)}
    record_change(locked, actor=actor, action="initiative.handed_over", changes=changes)
    return locked
