"""What people add to a KPI's chart: notes on days, and new baselines."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from common.htmx import render_page
from common.refusals import refuse
from kpis import rules
from kpis.access import access_kpi, access_of_kpi
from kpis.domain import baselines, notes
from kpis.domain.errors import KpiError
from kpis.forms.charting import BaselineForm, NoteForm
from kpis.models import Baseline, KpiNote
from people.access import member_required

NOTE_FORM = {"note": "kpis/_note_form.html"}


@require_http_methods(["GET", "POST"])
@member_required
def kpi_note_new(request, code):
    """Pin a note to the chart: a page of its own, and a form in place on the KPI's page."""
    found = access_kpi(request.user, code, to=rules.record)
    form = NoteForm(request.POST or None, today=request.user.company.today())

    def add(**terms):
        notes.add_note(found, author=request.user, **terms)

    return take_note(request, found, form, add)


@require_http_methods(["GET", "POST"])
@member_required
def kpi_note(request, pk):
    note = access_of_kpi(KpiNote, request.user, pk, to=rules.change_note)
    form = NoteForm(request.POST or None, note=note, today=request.user.company.today())

    def change(**terms):
        notes.change_note(note, actor=request.user, **terms)

    return take_note(request, note.kpi, form, change, note)


def take_note(request, kpi, form, write, note=None):
    if "close" in request.GET:
        return HttpResponse()
    if request.method == "POST" and form.is_valid():
        write(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseClientRedirect(kpi.get_absolute_url()) if request.htmx else redirect(kpi)
    context = {"form": form, "kpi": kpi, "note": note, "is_inline": bool(request.htmx)}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "kpis/note.html", context, fragments=NOTE_FORM, status=status)


@require_POST
@member_required
def kpi_note_remove(request, pk):
    note = access_of_kpi(KpiNote, request.user, pk, to=rules.change_note)
    notes.remove_note(note, actor=request.user)
    messages.success(request, _("The note is off the chart."))
    return redirect(note.kpi)


@require_http_methods(["GET", "POST"])
@member_required
def kpi_baseline(request, code):
    found = access_kpi(request.user, code, to=rules.edit_kpi)
    form = BaselineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            baselines.set_baseline(found, actor=request.user, **form.cleaned_data)
        except KpiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The limits begin anew on that day."))
            return redirect(found)
    status = 422 if request.method == "POST" else 200
    return render(request, "kpis/baseline.html", {"form": form, "kpi": found}, status=status)


@require_POST
@member_required
def kpi_baseline_withdraw(request, pk):
    baseline = access_of_kpi(Baseline, request.user, pk, to=rules.withdraw_baseline)
    baselines.withdraw_baseline(baseline, actor=request.user)
    messages.success(request, _("Taken back: the limits are what they were without it."))
    return redirect(baseline.kpi)
