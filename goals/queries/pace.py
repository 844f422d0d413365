"""Where objectives ought to be on a day, in two queries for any number of them."""

from collections import defaultdict

from django.db import connection
from django.db.models import Case, Q, Sum, Value, When

from goals.domain.figures import counting_key_results
from goals.models import KeyResult
from goals.models.fields import CLOSED, Status
from goals.progress import forecast, gap, keep_pace, objective_pace, pace

# Everything below the given objectives that counts in their progress (see figures.counting_children).
COUNTING_LINKS = """
WITH RECURSIVE counting(id) AS (
    SELECT id FROM goals_objective WHERE id IN ({ids})
    UNION
    SELECT child.id FROM goals_objective child JOIN counting ON child.parent_id = counting.id
    WHERE child.alignment = 'contributes' AND child.state = 'active' AND child.visibility = 'company'
)
SELECT child.id, child.parent_id, child.alignment_weight
FROM goals_objective child JOIN counting ON child.parent_id = counting.id
WHERE child.alignment = 'contributes' AND child.state = 'active' AND child.visibility = 'company'
    AND child.progress IS NOT NULL
"""


def objective_paces(objective_ids, day):
    """Return {id: pace or None} on a company day: the weighted mean over exactly what counts in each progress."""
    objective_ids = set(objective_ids)
    if not objective_ids:
        return {}
    links = counting_links(objective_ids)
    return weighted_paces(objective_ids, links, key_result_paces(ids_within(objective_ids, links), day))


def ids_within(objective_ids, links):
    """The objectives and all that counts below them."""
    return objective_ids | {child for children in links.values() for child, _weight in children}


def weighted_paces(objective_ids, children, items):
    """Return {id: pace or None}, given counting_links and {objective id: [(pace, weight)]} of key results."""
    memo = {}

    def pace_of(objective_id):
        if objective_id not in memo:
            links = children.get(objective_id, ())
            memo[objective_id] = objective_pace(
                [*items.get(objective_id, ()), *((pace_of(child), weight) for child, weight in links)]
            )
        return memo[objective_id]

    return {objective_id: pace_of(objective_id) for objective_id in objective_ids}


def counting_links(objective_ids):
    """Return {parent id: [(child id, weight)]} for all that counts below the objectives, at any depth."""
    ids = ", ".join(str(int(pk)) for pk in objective_ids)
    links = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(COUNTING_LINKS.format(ids=ids))
        for child, parent, weight in cursor.fetchall():
            links[parent].append((child, weight))
    return links


def key_result_paces(objective_ids, day):
    """Return {objective id: [(pace, summed weight)]}; key results with the same dates share one row."""
    is_keep = Q(kind__startswith="keep_")
    rows = (
        counting_key_results(objective_ids)
        .annotate(
            kept=Case(
                When(is_keep & Q(current__isnull=False), then=Value(1)),
                When(is_keep, then=Value(0)),
                default=Value(-1),
            )
        )
        .values_list("objective", "kept", "starts_on", "due_on")
        .annotate(weight=Sum("weight"))
    )
    items = defaultdict(list)
    for objective_id, kept, starts_on, due_on, weight in rows:
        share = pace(day, starts_on, due_on) if kept < 0 else keep_pace(bool(kept))
        items[objective_id].append((share, weight))
    return items


def pace_items(key_results, day):
    """Return what key_result_paces does, from key results that are loaded already."""
    items = defaultdict(list)
    for key_result in key_results:
        if key_result.status != Status.DROPPED:
            items[key_result.objective_id].append((key_result_pace(key_result, day), key_result.weight))
    return items


def key_result_pace(key_result, day):
    """The pace of one key result on a company day."""
    if key_result.is_keep:
        return keep_pace(key_result.current is not None)
    return pace(day, key_result.starts_on, key_result.due_on)


def key_result_gap(key_result, day):
    """Progress against pace; None where no gap is shown: drafts, done, dropped."""
    if not key_result.is_live or key_result.objective.is_draft:
        return None
    return gap(key_result.progress, key_result_pace(key_result, day))


def objective_gap(objective, pace):
    """The same of an objective, given its pace; archived ones have none either."""
    is_open = objective.is_published and objective.status not in CLOSED
    return gap(objective.progress, pace) if is_open else None


def key_result_forecast(key_result, day=None):
    """The value a live ``reach`` key result ends with at this rate; None before a tenth of the time has passed.

    ``day`` is the one its value stands for: of one that is not automatic that of the last check-in.
    """
    if key_result.kind != KeyResult.Kind.REACH or not key_result.is_live or key_result.current is None:
        return None
    if day is None and not key_result.is_automatic:
        day = key_result.objective.company.day_of(key_result.last_check_in_at)
    if day is None:
        return None
    return forecast(key_result.start, key_result.current, pace(day, key_result.starts_on, key_result.due_on))
