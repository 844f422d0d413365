"""Writing a new KPI, and changing one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import refuse
from goals.forms.directories import people_directory
from kpis import rules
from kpis.access import access_kpi
from kpis.domain.errors import KpiError
from kpis.domain.kpis import change_kpi, create_kpi
from kpis.forms.kpi import KpiForm, free_code
from kpis.models import Kpi
from kpis.queries.checklist import checklist
from kpis.queries.library import library_kpi
from people.access import member_required

ASKED = ("category", "kind", "department", "parent")


@require_http_methods(["GET", "POST"])
@member_required
def kpi_new(request):
    """An empty form, or one that begins with what the library says under the key ``from``."""
    if not rules.create_kpi(request.user):
        raise PermissionDenied
    entry = library_kpi(request.GET.get("from"))
    form = form_of(request, initial=prefilled(request.user, entry) | asked(request.GET))
    if request.method == "GET":
        return show_form(request, form, entry=entry)
    return save(request, form, lambda: create_kpi(request.user.company, actor=request.user, **form.terms()))


def prefilled(user, entry):
    if entry is None:
        return {}
    return entry.prefilled() | {"code": free_code(user.company, entry.code)}


def asked(query):
    """What the address already chooses."""
    return {name: query[name] for name in ASKED if name in query}


@require_http_methods(["GET", "POST"])
@member_required
def kpi_edit(request, code):
    found = access_kpi(request.user, code, to=rules.edit_kpi)
    form = form_of(request, found)
    if request.method == "GET":
        return show_form(request, form)

    def change():
        return change_kpi(found, actor=request.user, reason=form.cleaned_data["reason"], **form.terms())

    return save(request, form, change)


def form_of(request, kpi=None, initial=None):
    people = people_directory(request.user)
    return KpiForm(request.POST or None, user=request.user, people=people, instance=kpi, initial=initial)


def save(request, form, write):
    """Save what was sent, or draw the form again with what is wrong."""
    if not form.is_valid():
        return show_form(request, form, status=422)
    try:
        saved = write()
    except KpiError as error:
        refuse(form, error)
        return show_form(request, form, status=422)
    messages.success(request, _("Saved."))
    return redirect(saved)


def show_form(request, form, *, entry=None, status=200):
    kpi = form.instance
    context = {
        "form": form,
        "kpi": kpi,
        "entry": entry,
        "checklist": checklist(kpi or Kpi(**(entry.prefilled() if entry else {}))),
        "can_judge": kpi is not None and rules.judge_quality(request.user, kpi),
    }
    return render(request, "kpis/edit.html", context, status=status)
