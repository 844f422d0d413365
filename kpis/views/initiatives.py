"""The KPIs that an initiative should move, and saying which they are."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from common.refusals import Refusal, refuse
from common.suggesting import show_suggested
from goals import rules
from goals.access import access_initiative
from kpis.domain.initiative_links import set_moved_kpis
from kpis.forms.initiatives import MovedKpisForm, kpi_directory, moved_now
from kpis.queries.initiatives import moved_kpis
from people.access import member_required

SECTION = {"initiative-kpis": "kpis/_moved.html"}


@require_safe
@member_required
def initiative_kpis(request, pk):
    """The KPIs of an initiative and why it was opened: a page of its own, and a section of the initiative's."""
    found = access_initiative(request.user, pk)
    moved, reason = moved_kpis(found, request.user, request.user.company.today())
    may_edit = rules.edit_initiative(request.user, found)
    context = {"initiative": found, "moved": moved, "reason": reason, "may_edit": may_edit}
    context["is_compared"] = any(each.sides for each in moved)
    return render_page(request, "kpis/moved.html", context, fragments=SECTION)


@require_http_methods(["GET", "POST"])
@member_required
def initiative_kpis_edit(request, pk):
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    initial = {"kpis": moved_now(request.user, found)} if request.method == "GET" else None
    form = MovedKpisForm(request.POST or None, directory=kpi_directory(request.user, found), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_moved_kpis(found, form.cleaned_data["kpis"], actor=request.user)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"initiative": found, "form": form}
    return render(request, "kpis/moved_edit.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@member_required
def kpis_suggested(request):
    """What a field for KPIs suggests for ``?typed=``."""
    return show_suggested(request, kpi_directory(request.user))
