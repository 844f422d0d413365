"""Every stored figure once more from the rows it comes from, compared with what is stored."""

from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import groupby
from typing import NamedTuple

from django.db.models import F, Max, Q, Window
from django.db.models.functions import RowNumber

from common.snapshots import consistent_reads
from goals.domain.figures import (
    counting_children,
    counting_key_results,
    key_result_figures,
    objective_progress,
    objective_status,
)
from goals.domain.sources import sources_of
from goals.models import CheckIn, KeyResult, Milestone, Objective

KEY_RESULT_FIELDS = [
    "current",
    "progress",
    "status",
    "last_check_in_at",
    "last_period",
    "last_note",
    "trend",
    "last_seq",
]
TERMS = ["kind", "start", "target", "low", "high"]
OBJECTIVE_FIELDS = ["progress", "status"]
CHUNK = 5000


@dataclass(frozen=True)
class Difference:
    """A stored figure that is not what its rows say."""

    model: type
    pk: int
    field: str
    stored: object
    right: object

    def __str__(self):
        return f"{self.model._meta.model_name} {self.pk} {self.field}: {self.stored!r} != {self.right!r}"


@dataclass
class Recount:
    """What a recount found. ``loops`` are lists of ids: objectives that stand above themselves."""

    key_results: int = 0
    objectives: int = 0
    differences: list = field(default_factory=list)
    loops: list = field(default_factory=list)


class Reading(NamedTuple):
    period: object
    value: object


class Latest(NamedTuple):
    period: object
    value: object
    done_milestones: list
    status: str
    note: str
    created_at: object


def recount(company=None):
    """Compare every stored figure of the company (or of all) with its rows and source; nothing is written.

    Nine queries and those of the sources, for any number of rows.

    Differences of objectives come in an order in which each stands before those it contributes to.
    """
    scope = {"company": company} if company else {}
    with consistent_reads():
        progress, statuses, found = {}, {}, Recount()
        for key_result, figures in recomputed_key_results(scope):
            found.key_results += 1
            found.differences += differing(key_result, figures)
            progress[key_result.pk] = figures["progress"]
            statuses.setdefault(key_result.objective_id, []).append(figures["status"])
        recount_objectives(scope, progress, statuses, found)
    return found


def differing(subject, figures):
    return [
        Difference(type(subject), subject.pk, name, getattr(subject, name), value)
        for name, value in figures.items()
        if getattr(subject, name) != value
    ]


def recomputed_key_results(scope):
    """Yield (key result, {field: right value}) for each."""
    key_results = KeyResult.objects.filter(**scope).order_by("pk")
    latest = latest_check_ins(scope)
    last_seqs = dict(CheckIn.objects.filter(**scope).values_list("key_result").annotate(Max("seq")).order_by())
    milestones = milestones_of(scope)
    readings = each_readings(scope)
    waiting = next(readings, None)
    derived = key_results.filter(Q(is_automatic=True) | Q(kind=KeyResult.Kind.INITIATIVES))
    sources = sources_of(derived.select_related("objective__cycle"))
    needed = key_results.only("pk", "objective_id", "is_automatic", *TERMS, *KEY_RESULT_FIELDS)
    for key_result in needed.iterator(chunk_size=CHUNK):
        check_ins = ()
        if waiting and waiting[0] == key_result.pk:
            check_ins = [*waiting[1][:-1], latest[key_result.pk]]
            waiting = next(readings, None)
        figures = key_result_figures(
            key_result, check_ins, milestones.get(key_result.pk, ()), sources.get(key_result.pk)
        )
        yield key_result, vars(figures) | {"last_seq": last_seqs.get(key_result.pk, 0)}


def each_readings(scope):
    """Yield (key result id, its effective readings in order), by id."""
    rows = (
        CheckIn.objects.effective()
        .filter(**scope)
        .order_by("key_result_id", "position")
        .values_list("key_result_id", "period", "value")
        .iterator(chunk_size=CHUNK)
    )
    for pk, group in groupby(rows, key=lambda row: row[0]):
        yield pk, [Reading(period, value) for _pk, period, value in group]


def latest_check_ins(scope):
    """The effective check-in that speaks last, by key result id: the only one whose words are needed."""
    newest_first = Window(RowNumber(), partition_by="key_result_id", order_by=F("position").desc())
    rows = (
        CheckIn.objects.effective()
        .filter(**scope)
        .annotate(age=newest_first)
        .filter(age=1)
        .order_by()
        .values_list("key_result_id", *Latest._fields)
    )
    return {row[0]: Latest(*row[1:]) for row in rows.iterator(chunk_size=CHUNK)}


def milestones_of(scope):
    found = {}
    for milestone in Milestone.objects.filter(**{f"key_result__{name}": of for name, of in scope.items()}):
        found.setdefault(milestone.key_result_id, []).append(milestone)
    return found


def recount_objectives(scope, of_key_result, statuses, found):
    """Compare the objectives bottom-up, each from the right figures of what counts in it."""
    objectives = Objective.objects.filter(**scope)
    stored = objectives.only("pk", "parent_id", "stated_status", *OBJECTIVE_FIELDS).in_bulk()
    found.objectives = len(stored)
    found.loops = loops({pk: objective.parent_id for pk, objective in stored.items()})
    in_loops = {pk for loop in found.loops for pk in loop}
    weights, children = weights_of(objectives), children_of(objectives)
    progress = {pk: objective.progress for pk, objective in stored.items()}
    for pk in bottom_up(stored, in_loops):
        progress[pk] = objective_progress(
            ((of_key_result[key_result], weight) for key_result, weight in weights.get(pk, ())),
            ((progress[child], weight) for child, weight in children.get(pk, ())),
        )
        status = objective_status(statuses.get(pk, ()), stored[pk].stated_status)
        found.differences += differing(stored[pk], {"progress": progress[pk], "status": status})


def weights_of(objectives):
    return grouped(counting_key_results(objectives.values("pk")).values_list("objective_id", "pk", "weight"))


def children_of(objectives):
    return grouped(counting_children(objectives.values("pk")).values_list("parent_id", "pk", "alignment_weight"))


def grouped(rows):
    found = {}
    for key, *values in rows.iterator(chunk_size=CHUNK):
        found.setdefault(key, []).append(values)
    return found


def loops(parents):
    """Return each ring of ids that leads back to itself, given {id: parent id or None}."""
    found, settled = [], set()
    for start in parents:
        path, pk = [], start
        while pk in parents and pk not in settled and pk not in path:
            path.append(pk)
            pk = parents[pk]
        if pk in path:
            found.append(path[path.index(pk) :])
        settled.update(path)
    return found


def bottom_up(objectives, left_out):
    """Ids in an order in which every child stands before its parent."""
    sorter = TopologicalSorter()
    for pk, objective in objectives.items():
        if pk in left_out:
            continue
        sorter.add(pk)
        if objective.parent_id in objectives and objective.parent_id not in left_out:
            sorter.add(objective.parent_id, pk)
    return sorter.static_order()
