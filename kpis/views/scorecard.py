"""The scorecard: every KPI with target, actual and what that means, filtered and sorted."""

from django.views.decorators.http import require_safe

from common.htmx import render_page
from common.text import search_key
from kpis import rules
from kpis.forms.filters import OF_THE_COMPANY, ScorecardFilterForm
from kpis.queries.scorecard import count_hidden, count_states, kpi_rows, sort_rows, visible_kpis
from kpis.wording import TONES, state_word
from people.access import member_required

REGION, PLACE = "scorecard", "kpis-of-place"
FRAGMENTS = {REGION: "kpis/_scorecard.html", PLACE: "kpis/_place.html"}


@require_safe
@member_required
def scorecard(request):
    """All KPIs the person may read, at the last period that is over; boards fetch those of their place from it."""
    form = ScorecardFilterForm(request.GET, company=request.user.company)
    wanted = form.cleaned_data if form.is_valid() else {}
    kpis = visible_kpis(request.user)
    rows = kpi_rows([kpi for kpi in kpis if fits(kpi, wanted)], request.user.company.today())
    if wanted.get("state"):
        rows = [row for row in rows if row.figure.state == wanted["state"]]
    counts = count_states(rows)
    context = {
        "filter": form,
        "rows": sort_rows(rows, wanted.get("sort", "")),
        "is_grouped": not wanted.get("sort"),
        "has_kpis": bool(kpis),
        "hidden": count_hidden(request.user, kpis),
        "slices": [(TONES[state], state_word(state), count) for state, count in counts.most_common()],
        "can_create": rules.create_kpi(request.user),
        "can_record": rules.record_some(request.user),
        "region": REGION,
    }
    return render_page(request, "kpis/scorecard.html", context, fragments=FRAGMENTS)


def fits(kpi, wanted):
    """Whether the KPI is among those the reader asks for; what is not asked for fits all."""
    words = search_key(wanted.get("q", "")).split()
    return (
        all(word in kpi.search_text for word in words)
        and wanted.get("category") in {None, "", kpi.category}
        and wanted.get("kind") in {None, "", kpi.kind}
        and wanted.get("department") in {None, kpi.department_id or OF_THE_COMPANY}
    )
