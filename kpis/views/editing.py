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
from kpis.forms.kpi import KpiForm
from kpis.queries.checklist import quality_questions, smart_checks
from people.access import member_required

ASKED = ("category", "kind", "department", "parent")


@require_http_methods(["GET", "POST"])
@member_required
def kpi_new(request):
    """An empty form, but for what the address already chooses."""
    if not rules.create_kpi(request.user):
        raise PermissionDenied
    form = form_of(request, initial=asked(request.GET))
    return save(request, form, lambda: create_kpi(request.user.company, actor=request.user, **form.terms()))


@require_http_methods(["GET", "POST"])
@member_required
def kpi_edit(request, code):
    found = access_kpi(request.user, code, to=rules.edit_kpi)
    form = form_of(request, found)

    def change():
        return change_kpi(found, actor=request.user, reason=form.cleaned_data["reason"], **form.terms())

    return save(request, form, change)


def asked(query):
    return {name: query[name] for name in ASKED if name in query}


def form_of(request, kpi=None, initial=None):
    people = people_directory(request.user)
    return KpiForm(request.POST or None, user=request.user, people=people, instance=kpi, initial=initial)


def save(request, form, write):
    """Save what was sent, or draw the form: with 422 and what is wrong if something was sent."""
    if request.method == "GET" or not form.is_valid():
        return show_form(request, form, status=200 if request.method == "GET" else 422)
    try:
        saved = write()
    except KpiError as error:
        refuse(form, error)
        return show_form(request, form, status=422)
    messages.success(request, _("Saved."))
    return redirect(saved)


def show_form(request, form, *, status):
    context = {
        "form": form,
        "kpi": form.instance,
        "checks": smart_checks(form.instance),
        "questions": quality_questions(),
    }
    return render(request, "kpis/edit.html", context, status=status)
