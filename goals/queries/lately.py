"""How things stand for many readers at once, and what changed within a week.

Seven queries for any number of readers of any number of companies (two more where a company is a day ahead of
another), each table asked once: departments, key results, requests for help, objectives, their people, and
the two of the paces.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from goals.domain.cycles import current_cycle
from goals.models import Cycle, KeyResult, Objective
from goals.models.fields import CLOSED, ProgressField, Status
from goals.models.objective import may_read
from goals.progress import SLOW_FROM, STALE_GRACE_DAYS, disagreement, pace_word
from goals.queries.help_wanted import help_asked_of
from goals.queries.led import led_departments
from goals.queries.moves import move_of, place_of, places_of, within
from goals.queries.pace import key_result_gap, objective_paces
from goals.queries.unsure import unsure_since
from goals.queries.week_ago import week_ago
from goals.rhythm import DAYS
from people.models import Role, User
from people.queries import share_companies

REACHED = 1


@dataclass
class Lately:
    """``own`` key results, ``objectives`` and ``help`` by reader, ``cycles`` by company.

    ``moved`` are Moves by (company, place). ``wins`` are key results by company, by (company, place), and by
    owner as (company, None, owner). ``unanswered`` are requests for help by the department of whoever asks,
    ``doubted`` key results whose word and pace disagree by that of their owner, where a reader leads, and ``unsure``
    those whose owner was not so sure of them when consenting lately.
    """

    now: datetime
    days: dict
    own: dict = field(default_factory=lambda: defaultdict(list))
    objectives: dict = field(default_factory=lambda: defaultdict(list))
    moved: dict = field(default_factory=lambda: defaultdict(list))
    wins: dict = field(default_factory=lambda: defaultdict(list))
    help: dict = field(default_factory=lambda: defaultdict(list))
    unanswered: dict = field(default_factory=lambda: defaultdict(list))
    doubted: dict = field(default_factory=lambda: defaultdict(list))
    unsure: dict = field(default_factory=lambda: defaultdict(list))
    paces: dict = field(default_factory=dict)
    cycles: dict = field(default_factory=dict)

    def today(self, reader):
        return self.days[reader.company_id]


def gather(readers, now):
    """Return the Lately of these people, who are loaded with their companies, at ``now`` (aware)."""
    companies = share_companies(readers)
    lately = Lately(now, {pk: company.day_of(now) for pk, company in companies.items()})
    key_results = list(worth_telling(readers, lately))
    requests = list(help_asked_of(readers))
    objectives = objectives_around(key_results, requests, readers, lately.days)
    join(key_results, objectives, companies, people_of(key_results, objectives.values(), readers))
    sort_key_results(lately, key_results, readers)
    sort_objectives(lately, objectives, readers)
    sort_help(lately, requests, objectives, readers)
    add_paces(lately)
    add_cycles(lately, objectives.values())
    return lately


# Rows


def worth_telling(readers, lately):
    """The readers' own key results, what moved or fell silent in their places, and what their companies reached.

    Each carries ``status_before`` (its present one where it had no word yet), ``progress_before`` and, with the
    moment of that consent, ``unsure_at``.
    """
    days = lately.days
    word_before = Coalesce(NullIf(week_ago("key_result", "status", days), Value(Status.NONE)), F("status"))
    is_live = ~Q(status__in=CLOSED)
    moved = ~Q(status_before=F("status"))
    own = Q(owner__in=[reader.pk for reader in readers]) & is_live
    near = within({place for reader in readers for place in places_of(reader).ids})
    may_be_told = MAY_BE_DOUBTED | Q(unsure_at__isnull=False)
    led = Q(owner__department__in=led_departments(readers)) & is_live & may_be_told
    return (
        KeyResult.objects.filter(
            company__in=days,
            objective__state=Objective.State.ACTIVE,
            objective__cycle__stage__in=Cycle.TAKING_CHECK_INS,
        )
        .annotate(
            status_before=word_before,
            progress_before=Coalesce(
                week_ago("key_result", "progress", days), Value(0), output_field=ProgressField()
            ),
            unsure_at=unsure_since(lately.now),
        )
        # What is cheap to ask comes first on either side of an "or": PostgreSQL asks in the order it is told.
        .filter(own | led | near & (is_live & (fallen_silent(lately.now) | OWNERLESS) | moved) | won(moved))
        .order_by("objective", "position", "pk")
    )


# On track can be far behind its pace only below this; off track may be on pace wherever it stands.
MAY_BE_DOUBTED = Q(status=Status.ON_TRACK, progress__lt=1 + SLOW_FROM) | Q(status=Status.OFF_TRACK)
OWNERLESS = Q(owner__is_active=False) | Q(owner__role=Role.VIEWER)


def fallen_silent(now):
    """A superset of the stale ones: no word for the shortest cadence and its grace; the rhythm decides later."""
    since = now - timedelta(days=min(DAYS.values()) + STALE_GRACE_DAYS)
    return Q(last_check_in_at__lt=since) | Q(last_check_in_at=None, starts_on__lte=since.date())


def won(moved):
    """Reached or done within the week. A bound that is kept is never over, so keeping it is no news."""
    reached = ~Q(kind__startswith="keep_") & Q(progress__gte=REACHED) & Q(progress_before__lt=REACHED)
    open_to_all = Q(objective__visibility=Objective.Visibility.COMPANY)
    return open_to_all & (reached & ~Q(status=Status.DROPPED) | Q(status=Status.DONE) & moved)


def objectives_around(key_results, requests, readers, days):
    """The objectives of these, and the readers' own open ones, by id, with where they stood a week ago."""
    ids = {key_result.objective_id for key_result in key_results} | {request.objective for request in requests}
    own = Q(
        owner__in=[reader.pk for reader in readers],
        state=Objective.State.ACTIVE,
        cycle__stage__in=Cycle.TAKING_CHECK_INS,
    )
    found = (
        Objective.objects.filter(Q(pk__in=ids) | own, company__in=days)
        .select_related("cycle")
        .annotate(progress_before=week_ago("objective", "progress", days))
    )
    return {objective.pk: objective for objective in found}


def people_of(key_results, objectives, readers):
    people = {reader.pk: reader for reader in readers}
    named = {row.owner_id for rows in (key_results, objectives) for row in rows} - set(people)
    return people | User.objects.in_bulk(named)


def join(key_results, objectives, companies, people):
    """Give every row its owner, and the company loaded once with its department tree."""
    for objective in objectives.values():
        objective.owner = people[objective.owner_id]
        objective.company = objective.cycle.company = companies[objective.company_id]
    for key_result in key_results:
        key_result.owner = people[key_result.owner_id]
        key_result.objective = objectives[key_result.objective_id]
        key_result.company = key_result.objective.company


# By reader


def sort_key_results(lately, key_results, readers):
    doers, led = {reader.pk for reader in readers if not reader.is_viewer}, led_departments(readers)
    for key_result in key_results:
        company_id, owner_id = key_result.company_id, key_result.owner_id
        place, owner = place_of(key_result.objective), key_result.owner
        if owner_id in doers and key_result.is_live:
            lately.own[owner_id].append(key_result)
        if owner.department_id in led and is_doubted(key_result, lately.days[company_id]):
            lately.doubted[owner.department_id].append(key_result)
        if owner.department_id in led and key_result.is_live and key_result.unsure_at:
            lately.unsure[owner.department_id].append(key_result)
        if is_win(key_result):
            for key in (company_id, (company_id, place), (company_id, None, owner_id)):
                lately.wins[key].append(key_result)
        elif move := move_of(key_result, lately.days[company_id]):
            lately.moved[company_id, place].append(move)


def is_doubted(key_result, today):
    """Whether the owner's word and the pace disagree, while it does not rest."""
    if key_result.rests_on(today):
        return False
    return disagreement(key_result.status, pace_word(key_result_gap(key_result, today))) is not None


def is_win(key_result):
    if key_result.objective.is_restricted or key_result.status == Status.DROPPED:
        return False
    if key_result.status == Status.DONE:
        return key_result.status_before != Status.DONE
    return not key_result.is_keep and key_result.progress >= REACHED > key_result.progress_before


def sort_objectives(lately, objectives, readers):
    """A reader's objectives: those owned, then those in which the reader carries a key result."""
    for objective in sorted(objectives.values(), key=lambda objective: objective.pk):
        if objective.is_published and objective.cycle.takes_check_ins:
            lately.objectives[objective.owner_id].append(objective)
    for reader in readers:
        own = lately.objectives[reader.pk]
        carried = {key_result.objective_id: key_result.objective for key_result in lately.own[reader.pk]}
        lately.objectives[reader.pk] = list({each.pk: each for each in [*own, *carried.values()]}.values())


def sort_help(lately, requests, objectives, readers):
    people = {reader.pk: reader for reader in readers}
    for request in requests:
        reader, objective = people.get(request.helper_id), objectives.get(request.objective)
        if reader and objective and may_read(reader, objective, is_carried=request.is_carried):
            lately.help[reader.pk].append(request)
        if objective and not request.is_answered:
            request.about = objective
            lately.unanswered[request.asked_by.department_id].append(request)


def add_paces(lately):
    ids = defaultdict(set)
    for objectives in lately.objectives.values():
        for objective in objectives:
            ids[lately.days[objective.company_id]].add(objective.pk)
    for day, found in ids.items():
        lately.paces |= objective_paces(found, day)


def add_cycles(lately, objectives):
    """The cycle each company is in, as far as anything told is part of it."""
    seen = defaultdict(dict)
    for objective in objectives:
        seen[objective.company_id][objective.cycle_id] = objective.cycle
    for company_id, cycles in seen.items():
        lately.cycles[company_id] = current_cycle(cycles.values(), lately.days[company_id])


def wins_for(reader, places, lately):
    """The company's wins: the reader's own first, then those of the reader's places."""
    company_id = reader.company_id
    near = (win for place in places.ids for win in lately.wins.get((company_id, place), ()))
    own = lately.wins.get((company_id, None, reader.pk), ())
    return list({win.pk: win for win in [*own, *near, *lately.wins.get(company_id, ())]}.values())
