"""Fetch and may in one call: 404 for what the member may not see, 403 for what they may only look at."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from kpis import rules
from kpis.models import Kpi
from notifications.models.watch import is_muted_by
from people.access import member_required


def access_kpi(user, code, *, to=None):
    """Return the KPI with owner, department and ``is_muted``, or 404, or 403 where ``to`` says no."""
    queryset = Kpi.objects.visible_to(user).select_related("owner", "department", "verified_by")
    kpi = get_object_or_404(queryset.annotate(is_muted=is_muted_by(user, Kpi)), code=code)
    kpi.company = user.company
    if to is not None and not to(user, kpi):
        raise PermissionDenied
    return kpi


def access_of_kpi(model, user, pk, *, to):
    """Return a row of ``model`` (a note, a baseline) with its KPI, by the same rules as the KPI itself."""
    readable = Kpi.objects.visible_to(user)
    found = get_object_or_404(model.objects.select_related("kpi").filter(kpi__in=readable), pk=pk)
    found.kpi.company = user.company
    if not to(user, found):
        raise PermissionDenied
    return found


def recorder_required(view):
    """A page for those who may have KPIs to record; 403 for every other member."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rules.record_some(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)
