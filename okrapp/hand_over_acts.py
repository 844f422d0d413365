"""Handing over what a person leaves, all of it or nothing (docs/adr/0035)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from common.refusals import Refusal
from goals.domain.errors import StaleForm
from goals.domain.hand_over import hand_over_initiative, hand_over_key_result, hand_over_objective
from goals.domain.initiatives import change_item
from goals.domain.locks import lock_paths_of
from goals.models import KeyResult
from kpis.domain.kpis import change_kpi
from kpis.domain.measurements import lock_kpis
from notifications.domain.activities import Happening, in_one_go, record_activities
from notifications.models import Activity
from okrapp.belongings import Belonging, has_come_to
from people.domain.departments import save_department
from people.domain.locks import lock_company
from people.models import Department, User


@dataclass(frozen=True)
class Move:
    """One belonging and who is to have it."""

    belonging: Belonging
    to: User


@in_one_go
def hand_over_all(person, moves, *, actor, note, reason=""):
    """Carry out the Moves of what the person leaves; what has come to its successor already stays as it is.

    Raises a Refusal that names its ``belonging``, and StaleForm where something is no longer the person's: then
    nothing is done. Departments first, for who is accountable follows from them; the locks are those of
    docs/ARCHITECTURE.md.
    """
    lock(person, [move.belonging for move in moves])
    moves = [move for move in moves if not has_come_to(move.belonging.key, move.to)]
    if not all(has_come_to(move.belonging.key, person) for move in moves):
        raise StaleForm
    words = {"note": note, "reason": reason}
    for kind, verb in VERBS.items():
        for move in moves:
            if move.belonging.kind == kind:
                carry_out(verb, move, actor=actor, words=words)
    tell(person, moves, actor=actor)


def carry_out(verb, move, *, actor, words):
    try:
        verb(move.belonging, move.to, actor, words)
    except Refusal as refusal:
        refusal.belonging = move.belonging
        raise


def lock(person, belongings):
    """Lock the company, the KPIs, then the paths of all objectives concerned, those the KPIs serve included."""
    of_kind = defaultdict(list)
    for each in belongings:
        of_kind[each.kind].append(each.thing.pk)
    lock_company(person.company_id)
    lock_kpis(of_kind["kpi"])
    initiatives = {*of_kind["initiative"], *(each.thing.initiative_id for each in belongings if each.kind == "item")}
    key_results = KeyResult.objects.filter(company=person.company_id)
    concerned = (
        key_results.filter(pk__in=of_kind["key_result"])
        | key_results.filter(kpi_links__kpi__in=of_kind["kpi"])
        | key_results.filter(initiatives__in=initiatives)
    )
    objectives = {*of_kind["objective"], *concerned.values_list("objective", flat=True)}
    if objectives:
        lock_paths_of(person.company_id, objectives)


def hand_over_department(belonging, to, actor, _words):
    department = Department.objects.get(pk=belonging.thing.pk)
    department.manager = to
    save_department(department, actor=actor)


VERBS = {
    "department": hand_over_department,
    "kpi": lambda belonging, to, actor, _words: change_kpi(belonging.thing, actor=actor, owner=to),
    "objective": lambda belonging, to, actor, _words: hand_over_objective(belonging.thing, to, actor=actor),
    "key_result": lambda belonging, to, actor, words: hand_over_key_result(
        belonging.thing, to, actor=actor, seen=belonging.seen, **words
    ),
    "initiative": lambda belonging, to, actor, _words: hand_over_initiative(belonging.thing, to, actor=actor),
    "item": lambda belonging, to, actor, _words: change_item(belonging.thing, actor=actor, fields={"owner": to}),
}


def tell(person, moves, *, actor):
    """Tell each successor once of what is theirs now; of key results they are asked one by one."""
    counts = defaultdict(Counter)
    for move in moves:
        if move.belonging.kind != "key_result":
            counts[move.to][move.belonging.kind] += 1
    happenings = [
        Happening(Activity.Kind.HANDED_OVER, person, [to], {"counts": dict(count)}) for to, count in counts.items()
    ]
    record_activities(happenings, actor=actor)
