"""Fetch and may in one call: 404 for what the member may not see, 403 for what they may only look at."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from goals.models import ActionItem, CheckIn, Cycle, Initiative, KeyResult, Objective
from goals.models.objective import readable_by, whether
from notifications.models.watch import is_muted_by


def access_objective(user, pk, *, to=None):
    """Return the objective with cycle, owner, department, parent and ``is_muted``, or 404, or 403 by ``to``."""
    queryset = Objective.objects.visible_to(user).select_related(
        "cycle", "owner", "department", "parent", "proposed_by"
    )
    queryset = queryset.annotate(is_muted=is_muted_by(user, Objective))
    return allowed(user, get_object_or_404(queryset, pk=pk), to)


def access_key_result(user, pk, *, to=None, related=("contributors",)):
    """Return the key result with objective, cycle, owner and contributors, or 404, or 403 where ``to`` says no.

    ``related`` are the rows of others that come with it.
    """
    queryset = (
        KeyResult.objects.visible_to(user)
        .select_related(
            "objective__cycle", "objective__owner", "objective__department", "owner", "on_table__owner", "agreed"
        )
        .prefetch_related(*related)
    )
    return allowed(user, get_object_or_404(queryset, pk=pk), to)


def access_check_in(user, pk, *, to=None):
    """Return the check-in with author and key result, or 404, or 403 where ``to`` says no to its key result."""
    check_in = get_object_or_404(CheckIn.objects.select_related("author"), pk=pk, company=user.company_id)
    check_in.key_result = access_key_result(user, check_in.key_result_id, to=to)
    return check_in


def access_initiative(user, pk, *, to=None):
    """Return the initiative with owner and key results (each told ``is_readable``), or 404, or 403 by ``to``."""
    served = (
        KeyResult.objects.filter(company=user.company_id)
        .annotate(is_readable=whether(readable_by(user, "objective__")))
        .select_related("owner", "objective__cycle", "objective__owner")
        .order_by("-weight", "pk")
    )
    queryset = Initiative.objects.visible_to(user).select_related("owner")
    found = get_object_or_404(queryset.prefetch_related(Prefetch("key_results", served)), pk=pk)
    return allowed(user, found, to)


def access_item(user, pk, *, to=None):
    """Return the action item with its initiative, or 404, or 403 where ``to`` says no to the item."""
    item = get_object_or_404(ActionItem.objects.select_related("owner"), pk=pk, initiative__company=user.company_id)
    item.initiative = access_initiative(user, item.initiative_id)
    if to is not None and not to(user, item):
        raise PermissionDenied
    return item


def access_cycle(user, pk):
    """Return a cycle of the user's company, or 404."""
    return share_company(user, get_object_or_404(Cycle, pk=pk, company=user.company_id))


def allowed(user, subject, rule):
    share_company(user, subject)
    if rule is not None and not rule(user, subject):
        raise PermissionDenied
    return subject


def share_company(user, subject):
    """Let the object use the company already loaded with the user, its department tree included."""
    objective = getattr(subject, "objective", subject)
    for row in (subject, objective, getattr(objective, "cycle", None)):
        if row is not None:
            row.company = user.company
    return subject
