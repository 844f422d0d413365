"""Key results whose terms wait for a person's consent."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from goals import rules
from goals.access import share_company
from goals.models import Consent, Cycle, KeyResult, Objective
from goals.wording import days_ago, value_text

Level = Objective.Level


def awaiting(user):
    """What waits for the user's consent, the longest waiting first, as finished text, in one query."""
    if user.is_viewer:
        return []
    consented = Consent.objects.filter(proposal=OuterRef("on_table"), person=user)
    found = (
        KeyResult.objects.live()
        .filter(can_concern(user), ~Exists(consented), company=user.company_id, on_table__isnull=False)
        .exclude(objective__cycle__stage=Cycle.Stage.CLOSED)
        .select_related("objective__cycle", "objective__owner", "on_table__owner", "on_table__author")
        .order_by("on_table")
    )
    return [line(each, user) for each in found if rules.negotiate(user, share_company(user, each))]


def can_concern(user):
    """Where the user is the owner named, or can be the accountable manager."""
    near = rules.near_department_ids(user)
    concerned = (
        Q(on_table__owner=user)
        | Q(objective__level=Level.DEPARTMENT, objective__department__in=near)
        | Q(objective__level=Level.INDIVIDUAL, objective__owner__department__in=near)
    )
    if user.is_admin:
        concerned |= Q(objective__level=Level.COMPANY) | Q(
            objective__level=Level.INDIVIDUAL, objective__owner__department=None
        )
    return concerned


def line(key_result, user):
    proposal = key_result.on_table
    return {
        "pk": str(key_result.pk),
        "initials": proposal.author.initials,
        "tone": proposal.author.tone,
        "author": proposal.author.short_name,
        "act": proposal.get_act_display(),
        "title": key_result.title,
        "target": value_text(key_result, proposal.target) if proposal.target is not None else "",
        "url": reverse("agreement", args=[key_result.pk]),
        "when": days_ago(user.company.day_of(proposal.created_at), user.company.today()),
    }
