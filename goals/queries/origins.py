"""How much of what is under way came from the people themselves, and how much from above (B12)."""

from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import KeyResult, Objective, Proposal
from goals.wording import percent_text

Level = Objective.Level


def origins_text(viewer, cycle, department_id=None):
    """A sentence about the company, or about a department with all below it; "" without key results. One query.

    A key result came from below where its owner laid the first terms on the table; an objective where its owner wrote
    it for themselves, or somebody proposed it for their department. Restricted ones count for nobody.
    """
    counts = numbers(viewer, cycle, department_id)
    if not counts["key_results"]:
        return ""
    key_results = ngettext(
        "%(count)d key result: %(own)d proposed by the people themselves (%(share)s).",
        "%(count)d key results: %(own)d proposed by the people themselves (%(share)s).",
        counts["key_results"],
    )
    objectives = ngettext(
        "%(count)d objective: %(own)d from below.", "%(count)d objectives: %(own)d from below.", counts["objectives"]
    )
    return _("%(key_results)s %(objectives)s") % {
        "key_results": key_results
        % {
            "count": counts["key_results"],
            "own": counts["own_key_results"],
            "share": percent_text(Decimal(counts["own_key_results"]) / counts["key_results"]),
        },
        "objectives": objectives % {"count": counts["objectives"], "own": counts["own_objectives"]},
    }


def numbers(viewer, cycle, department_id):
    first_by_owner = Proposal.objects.filter(key_result=OuterRef("pk"), number=1, author=F("owner"))
    from_below = Q(objective__level=Level.INDIVIDUAL, objective__created_by=F("objective__owner")) | Q(
        objective__level=Level.DEPARTMENT, objective__proposed_by__isnull=False
    )
    return (
        KeyResult.objects.filter(
            place(viewer, department_id),
            company=viewer.company_id,
            objective__cycle=cycle,
            objective__state=Objective.State.ACTIVE,
            objective__visibility=Objective.Visibility.COMPANY,
        )
        .annotate(is_own=Exists(first_by_owner))
        .aggregate(
            key_results=Count("pk"),
            own_key_results=Count("pk", filter=Q(is_own=True)),
            objectives=Count("objective", distinct=True),
            own_objectives=Count("objective", distinct=True, filter=from_below),
        )
    )


def place(viewer, department_id):
    if department_id is None:
        return Q()
    below = viewer.company.tree.below(department_id)
    of_department = Q(objective__level=Level.DEPARTMENT, objective__department__in=below)
    return of_department | Q(objective__level=Level.INDIVIDUAL, objective__owner__department__in=below)
