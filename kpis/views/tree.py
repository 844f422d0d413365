"""The tree of KPIs, and the place of one in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.refusals import refuse
from kpis import rules
from kpis.access import access_kpi
from kpis.domain.errors import KpiError
from kpis.domain.kpis import change_kpi
from kpis.forms.tree_fields import PlaceForm
from kpis.queries.tree import kpi_forest
from kpis.views.navigation import kpi_views
from people.access import member_required


@require_safe
@member_required
def kpi_tree(request):
    """Every KPI the person may read, from the KGIs down, at the last period that is over."""
    trees, loose = kpi_forest(request.user, request.user.company.today())
    context = {
        "trees": trees,
        "loose": loose,
        "views": kpi_views(request),
        "can_create": rules.create_kpi(request.user),
    }
    return render(request, "kpis/tree.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def kpi_place(request, code):
    """Say what the KPI is part of, and how it is computed."""
    kpi = access_kpi(request.user, code, to=rules.edit_kpi)
    initial = {"parent": kpi.parent_id, "formula": kpi.formula}
    form = PlaceForm(request.POST or None, user=request.user, kpi=kpi, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_kpi(kpi, actor=request.user, **form.cleaned_data)
        except KpiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": kpi.name})
            return redirect("kpi-tree")
    return render(request, "kpis/place.html", {"form": form, "kpi": kpi}, status=422 if form.is_bound else 200)
