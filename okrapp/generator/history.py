"""Key results with their check-ins and points, objective by objective from the bottom of the tree upwards."""

from collections import defaultdict
from datetime import timedelta

from goals.domain.figures import objective_progress, objective_status
from goals.models import CheckIn, KeyResult, Objective, ProgressPoint
from goals.models.fields import Status
from goals.rhythm import rhythm_of
from okrapp.generator.check_ins import Row, Standing, fridays, history_of, open_days, settle, standings
from okrapp.generator.goals import add_contributors, key_results_of, milestones_of
from okrapp.generator.plan import shares
from okrapp.generator.writing import reserve_ids, write_objects, write_rows

AT_ONCE = 200
POINT_NAMES = ["company_id", "objective_id", "key_result_id", "on", "progress", "status"]
CHECK_IN_NAMES = ["company_id", *Row._fields]


def write_history(shop, staff, objectives):
    """Write all that lies below the objectives, and set the objectives' own figures.

    A few hundred objectives are held at a time; what a parent needs of its children is kept until its turn.
    """
    counts = shares(shop.plan.key_results, [1] * len(objectives))
    work = list(zip(reversed(objectives), reversed(counts), strict=True))
    budget, fed = Budget(shop, counts, objectives), defaultdict(list)
    for first in range(0, len(work), AT_ONCE):
        write_portion(shop, staff, work[first : first + AT_ONCE], budget, fed)
    Objective.objects.bulk_update(objectives, ["progress", "status"], batch_size=500)


class Budget:
    """Deals out the check-ins in proportion to the days on which there can have been any."""

    def __init__(self, shop, counts, objectives):
        self.total = shop.plan.check_ins
        # Nobody knows yet who will be silent, so the full span of every key result is the measure.
        self.days = sum(
            count * possible_days(shop, objective) for count, objective in zip(counts, objectives, strict=True)
        )
        self.seen = self.given = 0

    def deal(self, days, possible):
        """How many check-ins a key result gets, given its open and its possible days."""
        self.seen += possible
        due = self.total * self.seen // self.days if self.days else 0
        dealt = due - self.given if days else 0
        self.given += dealt
        return dealt


def possible_days(shop, objective):
    end = min(objective.cycle.ends_on, shop.plan.day - timedelta(days=1))
    return 0 if objective.is_draft else max(0, (end - objective.cycle.starts_on).days + 1)


def write_portion(shop, staff, work, budget, fed):
    pks = iter(reserve_ids(KeyResult, sum(count for _objective, count in work)))
    below = {
        objective.pk: key_results_of(shop, staff, objective, [next(pks) for _number in range(count)])
        for objective, count in work
    }
    key_results = [key_result for each in below.values() for key_result in each]
    milestones = milestones_of(shop, key_results)
    dealt = [deal(shop, budget, key_result) for key_result in key_results]
    pks = iter(reserve_ids(CheckIn, sum(count for _days, count in dealt)))
    rows, stood = [], {}
    for key_result, (days, count) in zip(key_results, dealt, strict=True):
        steps = milestones.get(key_result.pk, ())
        own = history_of(
            shop,
            key_result,
            steps,
            days,
            [next(pks) for _number in range(count)],
            rhythm_of(key_result.objective, shop.company),
            shop.company.tree.manager_of(key_result.owner),
        )
        settle(shop, key_result, own, steps)
        rows += own
        stood[key_result.pk] = standings(key_result, own, steps, point_days(shop, key_result.objective))
    write_objects(key_results)
    write_objects([milestone for steps in milestones.values() for milestone in steps])
    add_contributors(shop, staff, key_results)
    write_rows(CheckIn, CHECK_IN_NAMES, [(shop.company.pk, *row) for row in rows])
    write_points(shop, [objective for objective, _count in work], below, stood, fed)


def deal(shop, budget, key_result):
    possible = possible_days(shop, key_result.objective)
    days = open_days(shop, key_result) if possible else ()
    return days, budget.deal(days, possible)


def point_days(shop, objective):
    end = min(objective.cycle.ends_on, shop.plan.day - timedelta(days=1))
    is_open = end >= objective.cycle.starts_on and not objective.is_draft
    return fridays(objective.cycle.starts_on, end) if is_open else ()


def write_points(shop, objectives, below, stood, fed):
    """Write the weekly points of the objectives and their key results; set the objectives' figures."""
    points = []
    for objective in objectives:
        children = fed.pop(objective.pk, [])
        weekly = weekly_standings(shop, objective, below[objective.pk], stood, children)
        set_figures(objective, below[objective.pk], children)
        if objective.counts_in_parent:
            series = {standing.on: standing.progress for standing in weekly}
            fed[objective.parent_id].append((objective.alignment_weight, objective.progress, series))
        points += points_of(shop, weekly, objective_id=objective.pk)
        for key_result in below[objective.pk]:
            points += points_of(shop, stood[key_result.pk], key_result_id=key_result.pk)
    write_rows(ProgressPoint, POINT_NAMES, points)


def set_figures(objective, key_results, children):
    objective.progress = objective_progress(
        ((each.progress, each.weight) for each in key_results if each.status != Status.DROPPED),
        ((progress, weight) for weight, progress, _series in children),
    )
    objective.status = objective_status([each.status for each in key_results])


def weekly_standings(shop, objective, key_results, stood, children):
    found = []
    counting = [each for each in key_results if each.status != Status.DROPPED]
    for index, day in enumerate(point_days(shop, objective)):
        now = [(stood[each.pk][index], each.weight) for each in counting]
        progress = objective_progress(
            ((standing.progress, weight) for standing, weight in now),
            ((series.get(day), weight) for weight, _progress, series in children),
        )
        status = objective_status([standing.status for standing, _weight in now])
        found.append(Standing(day, progress, status))
    return found


def points_of(shop, weekly, objective_id=None, key_result_id=None):
    return [
        (shop.company.pk, objective_id, key_result_id, standing.on, standing.progress, standing.status)
        for standing in weekly
    ]
