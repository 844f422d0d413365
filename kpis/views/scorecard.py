"""The scorecard: every KPI with target, actual and what that means, filtered and sorted."""

from django.views.decorators.http import require_safe

from common.htmx import render_page
from kpis.forms.filters import ScorecardFilterForm
from kpis.queries.scorecard import kpi_rows, slices_of, sort_rows
from kpis.queries.scorecard_lines import column_labels, scorecard_lines
from kpis.views.navigation import filtered
from people.access import member_required

REGION, PLACE = "scorecard", "kpis-of-place"
FRAGMENTS = {REGION: "kpis/_scorecard.html", PLACE: "kpis/_place.html"}


@require_safe
@member_required
def scorecard(request):
    """All KPIs the person may read, at the last period that is over; boards fetch those of their place from it."""
    form, context = filtered(request, ScorecardFilterForm)
    rows = kpi_rows(form.fitting(), request.user.company.today())
    if form.wanted.get("state"):
        rows = [row for row in rows if row.figure.state == form.wanted["state"]]
    sort = form.wanted.get("sort", "")
    ordered = sort_rows(rows, sort)
    context |= {
        "rows": ordered,
        "lines": scorecard_lines(ordered, is_grouped=not sort),
        "labels": column_labels(),
        "slices": slices_of(rows),
        "region": REGION,
    }
    return render_page(request, "kpis/scorecard.html", context, fragments=FRAGMENTS)
