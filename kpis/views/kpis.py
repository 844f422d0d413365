"""One KPI's page, and what one press of a button does to it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.htmx import render_page
from goals.views.acts import act
from kpis import rules
from kpis.access import access_kpi
from kpis.domain import kpis as domain
from kpis.queries.initiatives import moving_rows
from kpis.queries.kpi_background import kpi_background as background_of
from kpis.queries.kpi_page import kpi_page
from kpis.queries.links import linked_key_results
from notifications.models.watch import is_watched
from people.access import member_required


@require_safe
@member_required
def kpi(request, code):
    found = access_kpi(request.user, code)
    page = kpi_page(found, request.user, request.user.company.today())
    context = {"page": page, "kpi": found, "is_watched": is_watched(request.user, found)}
    return render(request, "kpis/detail.html", context)


@require_safe
@member_required
def kpi_goals(request, code):
    """Its key results and the initiatives that should move it: a page of its own, and a part of the KPI's."""
    found, today = access_kpi(request.user, code), request.user.company.today()
    context = {
        "kpi": found,
        "key_results": linked_key_results(found, request.user, today),
        "initiatives": moving_rows(found, request.user, today),
    }
    return render_page(request, "kpis/goals.html", context, fragments={"kpi-goals": "kpis/_goals.html"})


@require_safe
@member_required
def kpi_background(request, code):
    """What stands behind its figures: a page of its own, and a part of the KPI's that it fetches for itself."""
    found = access_kpi(request.user, code)
    context = {"kpi": found, "page": background_of(found, request.user, request.GET.get("page"))}
    return render_page(request, "kpis/background.html", context, fragments={"background": "kpis/_background.html"})


@require_POST
@member_required
def kpi_verify(request, code):
    """Say that the data source is right, today and by name."""
    found = access_kpi(request.user, code, to=rules.verify_source)
    domain.verify_source(found, actor=request.user)
    messages.success(request, _("Your name and today's date stand beside the source now."))
    return redirect(found)


@require_POST
@member_required
def kpi_archive(request, code):
    found = access_kpi(request.user, code, to=rules.archive_or_restore)
    said = _("Archived. It stands in no list any more; nothing of it is lost.")
    return act(request, domain.archive_kpi, found, said=said, undo=reverse("kpi-restore", args=[found.code]))


@require_POST
@member_required
def kpi_restore(request, code):
    found = access_kpi(request.user, code, to=rules.archive_or_restore)
    return act(request, domain.restore_kpi, found, said=_("It is back in the lists it stood in before."))
