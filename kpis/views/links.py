"""The KPIs of a key result, and saying which they are."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.refusals import Refusal, refuse
from goals import rules
from goals.access import access_key_result
from goals.views.acts import act
from kpis.domain.links import link_kpi, unlink_kpi
from kpis.forms.link import LinkForm
from kpis.models import Kpi
from kpis.queries.links import leading_hint, linked_kpis, modes_of
from people.access import member_required

SECTION = {"key-result-kpis": "kpis/_linked.html"}


@require_safe
@member_required
def key_result_kpis(request, pk):
    """The KPIs of a key result: a page of its own, and a section of the key result's."""
    found = access_key_result(request.user, pk, related=())
    linked = linked_kpis(found, request.user, request.user.company.today())
    may_edit = rules.edit_key_result(request.user, found)
    context = {"key_result": found, "linked": linked, "hint": leading_hint(linked), "may_edit": may_edit}
    return render_page(request, "kpis/linked.html", context, fragments=SECTION)


@require_http_methods(["GET", "POST"])
@member_required
def key_result_kpi_link(request, pk):
    """Choose a KPI (``kpi``); then link it, or change what it does."""
    found = access_key_result(request.user, pk, to=rules.edit_key_result)
    modes = modes_of(found)
    kpis = list(Kpi.objects.visible_to(request.user).filter(Q(archived_at=None) | Q(pk__in=modes)))
    form = chosen_form(request, found, kpis, modes)
    if request.method == "POST" and form and form.is_valid() and save(request, found, form):
        return redirect(found)
    context = {
        "key_result": found,
        "linked": [kpi for kpi in kpis if kpi.pk in modes],
        "others": [kpi for kpi in kpis if kpi.pk not in modes],
        "form": form,
    }
    return render_page(request, "kpis/link.html", context, status=422 if request.method == "POST" else 200)


def chosen_form(request, key_result, kpis, modes):
    """The form for the KPI chosen; None where there is none yet."""
    kpi = chosen(request.POST if request.method == "POST" else request.GET, kpis)
    return kpi and LinkForm(request.POST or None, key_result=key_result, kpi=kpi, mode=modes.get(kpi.pk))


def chosen(data, kpis):
    """The KPI whose code was sent; compared here, for a database refuses some of what can be sent."""
    return next((kpi for kpi in kpis if kpi.code == data.get("kpi")), None)


def save(request, key_result, form):
    """Link as the form says; tell whether that was allowed."""
    try:
        link_kpi(key_result, form.kpi, form.cleaned_data["mode"], actor=request.user)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Saved: %(name)s.") % {"name": form.kpi.name})
    return True


@require_POST
@member_required
def key_result_kpi_remove(request, pk):
    """Take a KPI away from a key result; a second time there is nothing to take."""
    found = access_key_result(request.user, pk, to=rules.edit_key_result)
    kpi = chosen(request.POST, Kpi.objects.visible_to(request.user).filter(key_result_links__key_result=found))
    if kpi is None:
        return redirect(found)
    said = _("“%(kpi)s” is no longer linked.") % {"kpi": kpi.name}
    return act(request, unlink_kpi, found, said=said, kpi=kpi)
