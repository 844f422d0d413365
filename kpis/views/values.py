"""Typing an actual, and the targets of single periods."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from common.htmx import render_page
from common.refusals import refuse
from goals.domain.errors import StaleForm
from goals.forms.fields import opening
from kpis import rules
from kpis.access import access_kpi
from kpis.domain.errors import KpiError
from kpis.domain.measurements import record_measurement, set_targets
from kpis.forms.record import RecordForm
from kpis.forms.targets import TargetsForm
from kpis.queries.changes import changes_since
from kpis.queries.figures import figures_of
from kpis.queries.targets import periods_to_set, targets_of
from kpis.wording import period_name, target_text, value_text
from people.access import member_required

FORM = {"record": "kpis/_record_form.html"}


@require_http_methods(["GET", "POST"])
@member_required
def kpi_record(request, code):
    """Record an actual: a page of its own, and a form in place on the KPI's page."""
    found = access_kpi(request.user, code, to=rules.record)
    if "close" in request.GET:
        return HttpResponse()
    today = request.user.company.today()
    figures = figures_of([found], today, with_running=True)[found.pk]
    form = RecordForm(request.POST or None, kpi=found, figures=figures, today=today)
    if request.method == "POST" and form.is_valid():
        return take_actual(request, found, form)
    return show_record(request, found, form, status=422 if request.method == "POST" else 200)


def take_actual(request, kpi, form):
    terms = form.terms()
    try:
        record_measurement(kpi, terms["period"], terms["value"], author=request.user, note=terms["note"])
    except KpiError as error:
        refuse(form, error)
        return show_record(request, kpi, form, status=422)
    said = {
        "period": period_name(terms["period"], kpi.company.fiscal_year_start_month),
        "value": value_text(kpi, terms["value"]),
    }
    messages.success(request, _("Recorded: %(period)s, %(value)s") % said)
    return HttpResponseClientRedirect(kpi.get_absolute_url()) if request.htmx else redirect(kpi)


def show_record(request, kpi, form, *, status):
    context = {"form": form, "kpi": kpi, "is_inline": bool(request.htmx)}
    return render_page(request, "kpis/record.html", context, fragments=FORM, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def kpi_targets(request, code):
    """The targets of the last and the coming periods, each in a field of its own."""
    found = access_kpi(request.user, code, to=rules.edit_kpi)
    form = targets_form(found, request.POST or None, initial=opening(found))
    if request.method == "POST" and form.is_valid():
        return take_targets(request, found, form)
    return show_targets(request, found, form, status=422 if form.errors else 200)


def targets_form(kpi, *args, **kwargs):
    periods = periods_to_set(kpi, kpi.company.today())
    names = {period: period_name(period, kpi.company.fiscal_year_start_month) for period in periods}
    return TargetsForm(*args, kpi=kpi, periods=names, own=targets_of(kpi, periods), **kwargs)


def take_targets(request, kpi, form):
    try:
        set_targets(kpi, form.changes(), actor=request.user, version=form.cleaned_data["version"])
    except StaleForm:
        kpi = access_kpi(request.user, kpi.code, to=rules.edit_kpi)
        changes = changes_since(kpi, request.user, form.cleaned_data["opened_at"])
        return show_targets(request, kpi, form.redrawn(kpi), status=409, conflict=changes)
    messages.success(request, _("Saved."))
    return redirect(kpi)


def show_targets(request, kpi, form, *, status, conflict=None):
    context = {"form": form, "kpi": kpi, "usual": target_text(kpi, kpi.target_of()), "conflict": conflict}
    return render(request, "kpis/targets.html", context, status=status)
