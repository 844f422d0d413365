"""The one order in which rows are locked (docs/adr/0008): child before parent, always.

No keys are locked: a new check-in names its company by foreign key, and PostgreSQL would let it wait for a
move that holds the company and in turn waits for the check-in. Nothing is joined to a row being locked: where
the wait ends with another owner or cycle, PostgreSQL would find the old one's row not matching, and no row.
"""

from collections import defaultdict

from goals.models import Cycle, KeyResult, Objective
from people.models import Company


def lock_objective(pk):
    """Lock and return one objective with its cycle and company. Call inside a transaction."""
    objective = lock_row(Objective, pk)
    objective.cycle = Cycle.objects.select_related("company").get(pk=objective.cycle_id)
    objective.company = objective.cycle.company
    return objective


def lock_parent(objective):
    """Lock and return the parent of a locked objective; it shares the company already loaded."""
    parent = lock_row(Objective, objective.parent_id)
    parent.company = objective.company
    return parent


def lock_row(model, pk):
    return model.objects.select_for_update(no_key=True).get(pk=pk)


def lock_key_result(pk):
    """Lock the objective, then the key result; return the key result with the locked objective."""
    objective_id = KeyResult.objects.values_list("objective_id", flat=True).get(pk=pk)
    objective = lock_objective(objective_id)
    key_result = lock_row(KeyResult, pk)
    key_result.objective, key_result.company = objective, objective.company
    return key_result


def lock_for_move(objective, parent):
    """Lock the company row, then the objective and all above it, before and after, deepest first.

    Check-ins climb from child to parent, so a move has to take its locks in that direction too; the company
    row keeps two moves from meeting. Returns the locked objective.
    """
    lock_row(Company, objective.company_id)
    depths = {}
    for start in (objective.pk, parent.pk if parent else None):
        path = path_up(start)
        depths |= {pk: len(path) - index for index, pk in enumerate(path)}
    for pk in sorted(depths, key=lambda pk: (-depths[pk], pk)):
        lock_row(Objective, pk)
    return lock_objective(objective.pk)


def lock_objectives_of(cycle):
    """Lock every objective of the cycle, with all it contributes to.

    Returns when no check-in into the cycle is under way any more: those that begin later wait here.
    """
    lock_paths_of(cycle.company_id, Objective.objects.filter(cycle=cycle).values_list("pk", flat=True))


def lock_paths_of(company_id, objective_ids):
    """Lock objectives of a company and all they contribute to, deepest first, one statement a level.

    The company row, locked first, keeps moves away, and with them every change of what contributes to what.
    """
    lock_row(Company, company_id)
    links = list(Objective.objects.filter(company=company_id).values_list("pk", "parent_id", "alignment"))
    parents = {pk: parent for pk, parent, _alignment in links}
    counted_in = {pk: parent for pk, parent, alignment in links if alignment == Objective.Alignment.CONTRIBUTES}
    levels = defaultdict(list)
    for pk in with_all_above(objective_ids, counted_in):
        levels[depth_of(pk, parents)].append(pk)
    for depth in sorted(levels, reverse=True):
        list(
            Objective.objects.select_for_update(no_key=True).filter(pk__in=levels[depth]).order_by("pk").values("pk")
        )


def with_all_above(pks, parents):
    found = set()
    for pk in pks:
        while pk and pk not in found:
            found.add(pk)
            pk = parents.get(pk)
    return found


def depth_of(pk, parents):
    depth = 0
    while pk := parents.get(pk):
        depth += 1
    return depth


def path_up(objective_id):
    """Ids from the objective up to its root, whatever the kind of link; [] for None."""
    path = []
    while objective_id and objective_id not in path:
        path.append(objective_id)
        objective_id = Objective.objects.values_list("parent_id", flat=True).get(pk=objective_id)
    return path
