"""The one order in which rows are locked (docs/adr/0008): child before parent, always.

No keys are locked: a new check-in names its company by foreign key, and PostgreSQL would let it wait for a
move that holds the company and in turn waits for the check-in.
"""

from goals.models import KeyResult, Objective
from people.models import Company


def lock_objective(pk):
    """Lock and return one objective with its cycle and company. Call inside a transaction."""
    return (
        Objective.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__company", "owner", "company")
        .get(pk=pk)
    )


def lock_key_result(pk):
    """Lock the objective, then the key result; return the key result with the locked objective."""
    objective_id = KeyResult.objects.values_list("objective_id", flat=True).get(pk=pk)
    objective = lock_objective(objective_id)
    key_result = KeyResult.objects.select_for_update(of=("self",), no_key=True).select_related("owner").get(pk=pk)
    key_result.objective, key_result.company = objective, objective.company
    return key_result


def lock_for_move(objective, parent):
    """Lock the company row, then the objective and all above it, before and after, deepest first.

    Check-ins climb from child to parent, so a move has to take its locks in that direction too; the company
    row keeps two moves from meeting. Returns the locked objective and new parent (or None).
    """
    Company.objects.select_for_update(no_key=True).get(pk=objective.company_id)
    depths = {}
    for start in (objective.pk, parent.pk if parent else None):
        path = path_up(start)
        depths |= {pk: len(path) - index for index, pk in enumerate(path)}
    locked = {pk: lock_objective(pk) for pk in sorted(depths, key=lambda pk: (-depths[pk], pk))}
    return locked[objective.pk], locked[parent.pk] if parent else None


def path_up(objective_id):
    """Ids from the objective up to its root, whatever the kind of link; [] for None."""
    path = []
    while objective_id and objective_id not in path:
        path.append(objective_id)
        objective_id = Objective.objects.values_list("parent_id", flat=True).get(pk=objective_id)
    return path
