"""The tree of KPIs."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpis import rules
from kpis.queries.tree import kpi_forest
from kpis.views.navigation import kpi_views
from people.access import member_required


@require_safe
@member_required
def kpi_tree(request):
    """Every KPI the person may read, from the KGIs down, at the last period that is over."""
    trees, loose, hidden = kpi_forest(request.user, request.user.company.today())
    context = {
        "trees": trees,
        "loose": loose,
        "hidden": hidden,
        "views": kpi_views(request),
        "can_create": rules.create_kpi(request.user),
    }
    return render(request, "kpis/tree.html", context)
