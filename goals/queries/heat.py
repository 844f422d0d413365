"""How much each objective moved in each of the last weeks."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from goals.models import ProgressPoint
from goals.progress import change

WEEKS = 6


def weekly_changes(objectives, today, weeks=WEEKS):
    """Return {objective id: [change or None, …]}, oldest week first; each is progress now less a week before."""
    ends = [today - timedelta(days=7 * back) for back in range(weeks, -1, -1)]
    points = defaultdict(list)
    found = ProgressPoint.objects.filter(
        objective__in=[objective.pk for objective in objectives], on__gt=ends[0] - timedelta(days=7)
    ).order_by("on")
    for objective_id, on, progress in found.values_list("objective", "on", "progress"):
        points[objective_id].append((on, progress))
    return {objective.pk: weekly(points[objective.pk], ends) for objective in objectives}


def weekly(points, ends):
    at_end = [next((progress for on, progress in reversed(points) if on <= end), None) for end in ends]
    return [change(before, after) for before, after in pairwise(at_end)]
