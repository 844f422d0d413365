"""What one level of the company is working on in a cycle: the numbers and cards of a company or department page."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from goals.access import share_company
from goals.models import CheckIn, Cycle, KeyResult, Objective
from goals.models.fields import Status
from goals.models.objective import readable_by, whether
from goals.progress import change, mean
from goals.queries.cards import is_stale_on
from goals.queries.due import due_of
from goals.queries.pace import objective_paces
from goals.queries.readings import reading_counts
from goals.queries.ties import held_up_by
from goals.queries.week_ago import week_ago
from notifications.models import HelpRequest
from people.models import User


@dataclass
class Board:
    """The objectives of one place, already sorted by what may be shown and what may be counted.

    ``own`` are the selected cycle's, ``enclosing`` those of a longer cycle around it (listed, not averaged).
    ``readings`` says how many of how many have read each that they are asked to read.
    ``days`` are in the company's zone.
    """

    viewer: User
    cycle: Cycle
    now: datetime
    objectives: list
    all_key_results: list
    hidden: int = 0
    enclosing: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    readings: dict = field(default_factory=dict)

    @cached_property
    def key_results(self):
        """Those of the selected cycle's objectives: the ones every count on the page is about."""
        return [kr for kr in self.all_key_results if kr.objective.cycle_id == self.cycle.pk]

    @cached_property
    def today(self):
        return self.viewer.company.day_of(self.now)

    @cached_property
    def paces(self):
        ids = [objective.pk for objective in [*self.objectives, *self.enclosing]]
        return objective_paces(ids, self.today)

    @cached_property
    def counted(self):
        """Those that enter the level's number: active, unrestricted and with progress."""
        return [
            objective
            for objective in self.objectives
            if not objective.is_restricted and objective.progress is not None
        ]

    @cached_property
    def progress(self):
        return mean(objective.progress for objective in self.counted)

    @cached_property
    def pace(self):
        return mean(self.paces.get(objective.pk) for objective in self.counted)

    @cached_property
    def change(self):
        """Progress now less the mean of the objectives' points a week ago; None where either is missing."""
        before = mean(objective.progress_before for objective in self.objectives if not objective.is_restricted)
        return change(before, self.progress)

    @cached_property
    def live(self):
        return [key_result for key_result in self.key_results if key_result.is_live]

    @cached_property
    def waiting(self):
        """Live key results without a check-in in their current period."""
        if not self.cycle.takes_check_ins:
            return []
        return [key_result for key_result in self.live if due_of(key_result, self.viewer.company, self.now)]

    @cached_property
    def agreed(self):
        """Live key results with terms that both parties have consented to."""
        return [key_result for key_result in self.live if key_result.agreed_id]

    @cached_property
    def stale(self):
        return {key_result.pk for key_result in self.key_results if is_stale_on(key_result, self.today)}

    @cached_property
    def slices(self):
        """Count key results by what their chart slice says: the status, or "stale" beside the old word."""
        return Counter("stale" if kr.pk in self.stale else kr.status for kr in self.key_results)

    @cached_property
    def moves(self):
        """Count changes of status since last week, as {(before, after): n}."""
        return Counter(
            (key_result.status_before, key_result.status)
            for key_result in self.key_results
            if key_result.status_before not in {None, Status.NONE, key_result.status}
        )


def board_of(viewer, cycle, now, *, level, department_id=None):
    """Gather one level's board for the cycle in two queries (the paces take two more)."""
    found = objectives_of(viewer, cycle, now, Q(level=level, department=department_id))
    if level == Objective.Level.COMPANY:
        found = found.annotate(**reading_counts(viewer.company_id))
    readable = [share_company(viewer, objective) for objective in found if objective.is_readable]
    active = [objective for objective in readable if objective.is_published]
    return Board(
        viewer=viewer,
        cycle=cycle,
        now=now,
        objectives=[objective for objective in active if objective.cycle_id == cycle.pk],
        all_key_results=key_results_of(active, viewer, now),
        hidden=sum(not objective.is_readable and not objective.is_draft for objective in found),
        enclosing=[objective for objective in active if objective.cycle_id != cycle.pk],
        drafts=[objective for objective in readable if objective.is_draft and objective.cycle_id == cycle.pk],
        readings={each.pk: (each.read_by, each.asked) for each in active if each.takes_readings},
    )


def objectives_of(viewer, cycle, now, place):
    """Objectives of a place in the cycle and in longer ones around it, archived ones left out."""
    around = Q(cycle=cycle) | Q(
        cycle__starts_on__lte=cycle.starts_on, cycle__ends_on__gte=cycle.ends_on, state=Objective.State.ACTIVE
    )
    return (
        Objective.objects.filter(place, around, company=viewer.company_id)
        .exclude(state=Objective.State.ARCHIVED)
        .select_related("owner", "cycle", "parent")
        .annotate(
            is_readable=whether(readable_by(viewer)),
            is_parent_readable=whether(readable_by(viewer, "parent__")),
            progress_before=week_ago("objective", "progress", today_of(viewer, now)),
        )
        .order_by("pk")
    )


def readable_parents(objectives):
    """{id: title} of those parents of objectives_of() rows that their viewer may read."""
    return {o.parent_id: o.parent.title for o in objectives if o.parent_id and o.is_parent_readable}


def numbers_of(viewer, cycle, now, department_ids):
    """Return {department id: (progress, change)} of each department's own counted objectives, in one query."""
    rows = defaultdict(list)
    found = (
        Objective.objects.counted()
        .filter(company=viewer.company_id, cycle=cycle, department__in=department_ids)
        .annotate(before=week_ago("objective", "progress", today_of(viewer, now)))
        .values_list("department", "progress", "before")
    )
    for department_id, progress, before in found:
        rows[department_id].append((progress, before))
    return {department_id: numbers(pairs) for department_id, pairs in rows.items()}


def numbers(pairs):
    now, before = mean(pair[0] for pair in pairs), mean(pair[1] for pair in pairs)
    return now, change(before, now)


def asked_for_help():
    """Whether somebody still waits for help with one of the key result's check-ins."""
    requests = HelpRequest.objects.open().filter(
        content_type=ContentType.objects.get_for_model(CheckIn),
        object_id__in=CheckIn.objects.filter(key_result=OuterRef(OuterRef("pk"))).values("pk"),
    )
    return Exists(requests)


def key_results_of(objectives, viewer, now):
    by_id = {objective.pk: objective for objective in objectives}
    key_results = list(
        KeyResult.objects.filter(objective__in=by_id)
        .select_related("owner")
        .annotate(
            status_before=week_ago("key_result", "status", today_of(viewer, now)),
            needs_help=asked_for_help(),
            held_up_by=held_up_by(viewer),
        )
    )
    for key_result in key_results:
        key_result.objective, key_result.company = by_id[key_result.objective_id], viewer.company
    return key_results


def today_of(viewer, now):
    return {viewer.company_id: viewer.company.day_of(now)}
