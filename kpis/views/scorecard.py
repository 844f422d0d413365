"""The scorecard: every KPI with target, actual and what that means, filtered and sorted."""

from functools import partial

from django.views.decorators.http import require_safe

from common.htmx import render_page
from kpis.forms.filters import ScorecardFilterForm
from kpis.queries.kept_rows import kpis_of, visible_heads
from kpis.queries.scorecard import kpi_rows, slices_of, sort_rows
from kpis.queries.scorecard_lines import column_labels, scorecard_lines, table_body
from kpis.views.navigation import filtered
from people.access import member_required

REGION, PLACE = "scorecard", "kpis-of-place"
FRAGMENTS = {REGION: "kpis/_scorecard.html", PLACE: "kpis/_place.html"}


@require_safe
@member_required
def scorecard(request):
    """All KPIs the person may read, at the last period that is over; boards fetch those of their place from it."""
    form, context = filtered(request, ScorecardFilterForm, visible_heads(request.user))
    heads = form.fitting()
    lines = scorecard_lines(heads, request.user)
    if form.wanted.get("state"):
        lines = [line for line in lines if line.rank.state == form.wanted["state"]]
    sort = form.wanted.get("sort", "")
    context |= {
        "rows": partial(rows_of_place, heads, request.user),
        "body": table_body(sort_rows(lines, sort), is_grouped=not sort),
        "labels": column_labels(),
        "slices": slices_of(lines),
        "region": REGION,
    }
    return render_page(request, "kpis/scorecard.html", context, fragments=FRAGMENTS)


def rows_of_place(heads, user):
    """What a board shows of them: asked for by its template alone."""
    return kpi_rows(kpis_of(heads, user), user.company.today())
