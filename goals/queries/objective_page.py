"""Everything the page of one objective shows, as finished text and drawings."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from common.charts import LineChart
from common.numbers import format_points
from goals import draft_rules, rules
from goals.models import KeyResult, Objective
from goals.progress import change
from goals.queries.cards import ObjectiveCard, objective_card
from goals.queries.drafts import draft_page
from goals.queries.explain import explain_objective
from goals.queries.history import objective_chart
from goals.queries.pace import counting_links, ids_within, objective_gap, pace_items, weighted_paces
from goals.queries.relatives import Relatives, relatives_of
from goals.wording import direction, pace_sentence, status_word

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ObjectivePage:
    card: ObjectiveCard
    place: list
    relatives: Relatives
    contributing: list
    supporting: list
    pace_sentence: str
    change: str
    change_direction: int
    status_reason: str
    explanation: list
    chart: LineChart
    draft: dict | None
    can: dict


def objective_page(objective, viewer, today):
    """Return the page of an objective that access_objective gave."""
    relatives = relatives_of(objective, viewer)
    ids = {objective.pk, *(child.pk for child in relatives.children)}
    links = counting_links(ids)
    all_key_results = list(KeyResult.objects.filter(objective__in=ids_within(ids, links)).select_related("owner"))
    paces = weighted_paces(ids, links, pace_items(all_key_results, today))
    key_results = [key_result for key_result in all_key_results if key_result.objective_id == objective.pk]
    parents = {relatives.parent.pk: relatives.parent.title} if relatives.parent else {}
    card = objective_card(objective, key_results, viewer, today, paces[objective.pk], parents)
    points = list(objective.points.order_by("on"))
    expected = expected_line(objective, links, all_key_results)
    moved = change_since(objective, points, today - WEEK)
    return ObjectivePage(
        card=card,
        place=place_crumbs(objective, viewer.company),
        relatives=relatives,
        contributing=child_cards(relatives.contributing, viewer, today, paces),
        supporting=child_cards(relatives.supporting, viewer, today, paces),
        pace_sentence=pace_sentence(objective_gap(objective, card.objective_pace)),
        change=format_points(moved) if moved is not None else "",
        change_direction=direction(moved),
        status_reason=stated_text(objective),
        explanation=explain_objective(objective, key_results, relatives.counting),
        chart=objective_chart(objective, points, expected, today),
        draft=draft_page(objective, viewer),
        can=permissions(viewer, objective),
    )


def expected_line(objective, links, key_results):
    """(day, pace) week by week over the cycle: the same weights as the pace of today, where anything counts."""
    first, last = objective.cycle.starts_on, objective.cycle.ends_on
    weeks = (last - first).days // 7 + 1
    days = [*(first + WEEK * week for week in range(weeks)), last]
    paces = [(day, weighted_paces({objective.pk}, links, pace_items(key_results, day))[objective.pk]) for day in days]
    return [(day, share) for day, share in paces if share is not None]


def child_cards(children, viewer, today, paces):
    return [objective_card(child, [], viewer, today, paces.get(child.pk), {}) for child in children]


def change_since(objective, points, day):
    """The difference of today's progress to the latest point on or before the day; None without either."""
    before = [point.progress for point in points if point.on <= day]
    return change(before[-1] if before else None, objective.progress)


def place_crumbs(objective, company):
    """Pairs of label and address from the company down to whose objective it is."""
    crumbs = [(company.name, reverse("company"))]
    for department in reversed(company.tree.path(objective.department_id)):
        crumbs.append((department.name, reverse("department", args=[department.pk])))
    if objective.level == Objective.Level.INDIVIDUAL:
        crumbs.append((objective.owner.name, objective.owner.get_absolute_url()))
    return [*crumbs, (objective.title, "")]


def stated_text(objective):
    """Why the owner states another status than the key results add up to; empty where they do not."""
    if not objective.stated_status:
        return ""
    values = {"word": status_word(objective.stated_status), "reason": objective.stated_reason}
    return _("The owner says “%(word)s”: %(reason)s") % values


def permissions(viewer, objective):
    return {
        "edit": rules.edit_objective(viewer, objective),
        "publish": objective.is_draft and draft_rules.publish_draft(viewer, objective),
        "propose": not objective.is_proposed and draft_rules.propose_draft(viewer, objective),
        "take_back": objective.is_proposed and draft_rules.take_back_draft(viewer, objective),
        "send_back": objective.is_proposed and draft_rules.send_back_draft(viewer, objective),
        "archive": rules.archive_objective(viewer, objective),
        "restore": rules.restore_objective(viewer, objective),
        "delete": rules.delete_objective(viewer, objective),
        "state_status": rules.state_objective_status(viewer, objective),
        "support": not viewer.is_viewer and objective.is_published and not objective.cycle.is_closed,
    }
