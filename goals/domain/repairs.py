"""Putting right what a recount found wrong."""

from django.db import transaction
from django.db.models import Max

from goals.domain.locks import lock_key_result, lock_objective
from goals.domain.recompute import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS
from goals.domain.rollup import lock_counting_parent, refresh_key_result, refresh_objective
from goals.models import KeyResult, Objective
from people.domain.audit import record_differences, snapshot


def repair(found, *, actor=None):
    """Write the right figures, under the locks and in the order of a check-in, with an audit entry for each.

    ``found`` is a Recount. Each figure is computed anew under its lock, so check-ins may go on meanwhile.
    Return how many rows were written.
    """
    by_model = {KeyResult: [], Objective: []}
    for difference in found.differences:
        by_model[difference.model].append(difference.pk)
    written = sum(repair_key_result(pk, actor=actor) for pk in dict.fromkeys(by_model[KeyResult]))
    return written + sum(repair_objective(pk, actor=actor) for pk in dict.fromkeys(by_model[Objective]))


@transaction.atomic
def repair_key_result(pk, *, actor):
    key_result = lock_key_result(pk)
    before = snapshot(key_result, KEY_RESULT_FIELDS)
    key_result.last_seq = key_result.check_ins.aggregate(last=Max("seq"))["last"] or 0
    refresh_key_result(key_result)
    after = snapshot(key_result, KEY_RESULT_FIELDS)
    changed = record_repair(key_result, before, after, actor=actor)
    return changed + repair_upwards(key_result.objective, actor=actor)


@transaction.atomic
def repair_objective(pk, *, actor):
    return repair_upwards(lock_objective(pk), actor=actor)


def repair_upwards(objective, *, actor):
    """Repair a locked objective and, while something changes, all it contributes to; return how many rows."""
    written = 0
    while objective:
        before = snapshot(objective, OBJECTIVE_FIELDS)
        refresh_objective(objective)
        if not record_repair(objective, before, snapshot(objective, OBJECTIVE_FIELDS), actor=actor):
            break
        written += 1
        objective = lock_counting_parent(objective)
    return written


def record_repair(subject, before, after, *, actor):
    action = f"{subject._meta.model_name}.repaired"
    return record_differences(subject, before, after, actor=actor, action=action)
