"""Writing a new KPI, and changing one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import refuse
from goals.domain.errors import StaleForm
from goals.forms.fields import opening
from kpis import rules
from kpis.access import access_kpi
from kpis.domain.errors import KpiError
from kpis.domain.kpis import change_kpi, create_kpi
from kpis.forms.kpi import KpiForm, free_code
from kpis.models import Kpi
from kpis.queries.changes import changes_since
from kpis.queries.checklist import checklist
from kpis.queries.library import library_kpi
from people.access import member_required
from people.directories import people_directory

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
    form = form_of(request, found, opening(found))
    if request.method == "GET":
        return show_form(request, form)

    def change():
        told = {name: form.cleaned_data[name] for name in ("reason", "version")}
        return change_kpi(found, actor=request.user, **told, **form.terms())

    return save(request, form, change)


def form_of(request, kpi=None, initial=None):
    people = people_directory(request.user, present=[kpi.owner_id] if kpi else ())
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
    except StaleForm:
        return show_conflict(request, form)
    messages.success(request, _("Saved."))
    return redirect(saved)


def show_conflict(request, form):
    """Draw the form again as it was typed, below what others have changed meanwhile."""
    kpi = access_kpi(request.user, form.instance.code, to=rules.edit_kpi)
    changes = changes_since(kpi, request.user, form.cleaned_data["opened_at"])
    return show_form(request, form.redrawn(kpi), status=409, conflict=changes)


def show_form(request, form, *, entry=None, status=200, conflict=None):
    kpi = form.instance
    context = {
        "form": form,
        "kpi": kpi,
        "entry": entry,
        "conflict": conflict,
        "checklist": checklist(kpi or Kpi(**(entry.prefilled() if entry else {}))),
        "can_judge": kpi is not None and rules.judge_quality(request.user, kpi),
    }
    return render(request, "kpis/edit.html", context, status=status)
