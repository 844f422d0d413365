"""The balance of leading and lagging KPIs."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis import rules
from kpis.queries.balance import balance_of
from kpis.queries.scorecard import count_hidden, visible_kpis
from kpis.views.navigation import kpi_views
from people.access import member_required


@require_safe
@member_required
def kpi_balance(request):
    """How many of the KPIs the person may read move before the result, and what has nothing but the result."""
    kpis = visible_kpis(request.user)
    context = {
        "balance": balance_of(request.user, kpis),
        "has_kpis": bool(kpis),
        "hidden": count_hidden(request.user, kpis),
        "views": kpi_views(request),
        "can_create": rules.create_kpi(request.user),
    }
    return render(request, "kpis/balance.html", context)
