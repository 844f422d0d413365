"""The bowler table, as a page and as a file."""

from django.views.decorators.http import require_POST, require_safe

from common.htmx import render_page
from kpis import exports
from kpis.forms.filters import BowlerFilterForm
from kpis.queries.bowler import bowler_figures, bowler_groups, headings
from kpis.queries.kept_rows import visible_heads
from kpis.queries.scorecard import visible_kpis
from kpis.views.navigation import filtered
from people.access import member_required
from people.exports import download

REGION = "bowler"


@require_safe
@member_required
def kpi_bowler(request):
    """The last 12 ended periods of every KPI of one frequency that the person may read."""
    form, context = filtered(request, BowlerFilterForm, visible_heads(request.user))
    context |= {
        "headings": headings(form.frequency_shown, request.user.company),
        "groups": list(bowler_groups(form.fitting(), form.frequency_shown, request.user)),
        "query": request.GET.urlencode(),
        "region": REGION,
    }
    return render_page(request, "kpis/bowler.html", context, fragments={REGION: "kpis/_bowler.html"})


@require_POST
@member_required
def export(request, suffix):
    """What the page shows under the same filter, with every digit."""
    company = request.user.company
    form = BowlerFilterForm(request.GET, company=company, kpis=visible_kpis(request.user))
    found = bowler_figures(form.fitting(), form.frequency_shown, company.today())
    rows = exports.bowler_rows(found, headings(form.frequency_shown, company))
    return download(rows, "bowler", suffix, taken_by=request.user)
