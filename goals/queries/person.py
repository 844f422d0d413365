"""What one person carries in a cycle, as far as the viewer may read it."""

from dataclasses import dataclass

from django.db.models import Q

from goals.access import share_company
from goals.models import KeyResult
from goals.queries.board import objectives_of, readable_parents
from goals.queries.cards import key_result_row, objective_cards


@dataclass(frozen=True)
class Portfolio:
    """Cards of the objectives the person owns, and rows of the key results carried in other people's."""

    cards: list
    drafts: list
    rows: list


def portfolio_of(person, viewer, cycle, now):
    """Gather it in two queries (the paces take two more). No average: no person gets one."""
    today = viewer.company.day_of(now)
    found = [each for each in objectives_of(viewer, cycle, now, Q(owner=person)) if each.is_readable]
    objectives = [share_company(viewer, objective) for objective in found]
    own = {objective.pk: objective for objective in objectives if not objective.is_draft}
    key_results = carried_by(person, viewer, cycle, own)
    return Portfolio(
        cards=objective_cards(
            list(own.values()),
            viewer=viewer,
            today=today,
            key_results=[kr for kr in key_results if kr.objective_id in own],
            parents=readable_parents(objectives),
        ),
        drafts=[objective for objective in objectives if objective.is_draft],
        rows=[
            key_result_row(key_result, viewer=viewer, today=today)
            for key_result in key_results
            if key_result.objective_id not in own and not key_result.objective.is_draft
        ],
    )


def carried_by(person, viewer, cycle, own):
    """Key results of the person's objectives, and those the person owns or contributes to elsewhere."""
    carried = Q(owner=person) | Q(pk__in=person.contributions.values("pk"))
    key_results = (
        KeyResult.objects.visible_to(viewer)
        .filter(Q(objective__in=own) | carried & Q(objective__cycle=cycle) & ~Q(objective__state="archived"))
        .select_related("owner", "objective__owner", "objective__cycle")
    )
    return [share_company(viewer, key_result) for key_result in key_results]
