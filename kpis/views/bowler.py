"""The bowler table, as a page and as a file."""

from django.views.decorators.http import require_POST, require_safe

from common.htmx import render_page
from kpis import exports
from kpis.forms.filters import BowlerFilterForm
from kpis.queries.bowler import bowler_figures, bowler_rows, headings
from kpis.queries.scorecard import visible_kpis
from kpis.views.navigation import filtered
from people.access import member_required
from people.exports import download

REGION = "bowler"


@require_safe
@member_required
def kpi_bowler(request):
    """The last 12 ended periods of every KPI of one frequency that the person may read."""
    form, context = filtered(request, BowlerFilterForm)
    found = figures_for(request.user, form)
    context |= {
        "headings": headings(found),
        "rows": bowler_rows(found),
        "query": request.GET.urlencode(),
        "region": REGION,
    }
    return render_page(request, "kpis/bowler.html", context, fragments={REGION: "kpis/_bowler.html"})


@require_POST
@member_required
def export(request, suffix):
    """What the page shows under the same filter, with every digit."""
    form = BowlerFilterForm(request.GET, company=request.user.company, kpis=visible_kpis(request.user))
    return download(exports.bowler_rows(figures_for(request.user, form)), "bowler", suffix, taken_by=request.user)


def figures_for(user, form):
    return bowler_figures(form.fitting(), form.frequency_shown, user.company.today())
