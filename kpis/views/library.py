"""The library of KPIs to begin with."""

from django.views.decorators.http import require_safe

from common.htmx import render_page
from common.ids import as_id
from goals.models import Objective
from kpis import rules
from kpis.forms.library import LibraryFilterForm
from kpis.queries.library import library_groups
from people.access import member_required

REGION = "library"


@require_safe
@member_required
def library(request):
    """Every KPI of the library that fits, by category. Using one opens the form of a new KPI; nothing is stored."""
    form = LibraryFilterForm(request.GET)
    objective = objective_of(request)
    context = {
        "filter": form,
        "groups": library_groups(request.user, form.cleaned_data if form.is_valid() else {}, objective),
        "objective": objective,
        "can_create": rules.create_kpi(request.user),
        "region": REGION,
    }
    return render_page(request, "kpis/library.html", context, fragments={REGION: "kpis/_library.html"})


def objective_of(request):
    """The objective for which KPIs are looked for, or None where none is named or it is not the reader's to see."""
    pk = as_id(request.GET.get("objective", ""))
    return Objective.objects.visible_to(request.user).filter(pk=pk).first() if pk else None
