"""The four-category board."""

from django.views.decorators.http import require_safe

from common.htmx import render_page
from kpis.forms.filters import KpiFilterForm
from kpis.queries.board import quadrants
from kpis.queries.scorecard import kpi_rows, visible_kpis
from kpis.views.navigation import filtered
from people.access import member_required

REGION = "kpi-board"


@require_safe
@member_required
def kpi_board(request):
    """The KPIs the person may read, by category, at the last period that is over."""
    form, context = filtered(request, KpiFilterForm, visible_kpis(request.user))
    rows = kpi_rows(form.fitting(), request.user.company.today())
    context |= {"quadrants": quadrants(rows, form.wanted), "region": REGION}
    return render_page(request, "kpis/board.html", context, fragments={REGION: "kpis/_board.html"})
