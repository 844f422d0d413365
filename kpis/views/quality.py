"""The questions about a KPI that only people can answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpis import rules
from kpis.access import access_kpi
from kpis.domain.quality import answer_quality
from kpis.forms.quality import QualityForm
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def kpi_quality(request, code):
    """Say whether it is a good KPI; leaving a question open is an answer too."""
    kpi = access_kpi(request.user, code, to=rules.judge_quality)
    form = QualityForm(request.POST or None, kpi=kpi)
    if form.is_valid():
        answer_quality(kpi, form.answers(), actor=request.user)
        messages.success(request, _("Saved."))
        return redirect(kpi)
    return render(request, "kpis/quality.html", {"form": form, "kpi": kpi}, status=422 if form.is_bound else 200)
