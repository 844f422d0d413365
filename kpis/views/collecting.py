"""The sheet on which many actuals are typed at once."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from kpis.access import recorder_required
from kpis.domain.collecting import SheetChanged, record_sheet
from kpis.domain.errors import KpiError
from kpis.forms.sheet import SheetForm
from kpis.queries.collecting import due_actuals, recordable_kpis
from kpis.views.navigation import kpi_views
from kpis.views.sheet_rows import due_row, groups

KPIS_A_PAGE = 40  # with two fields a cell well below the number of fields that a request may have
DUE_SHOWN = 8
LONGEST_OPEN = timedelta(days=60)


@require_http_methods(["GET", "POST"])
@recorder_required
def collect(request):
    """All cells of the KPIs that are the person's to record; POST saves every cell that was changed, or none."""
    kpis = recordable_kpis(request.user)
    page = Paginator(kpis, KPIS_A_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return save(request, kpis, page)
    return show(request, sheet(request, page.object_list, request.user.company.today()), page)


@require_safe
@recorder_required
def due(request):
    """The part of the home page that asks for what the person's own KPIs wait for; nothing where they do not."""
    rows = [due_row(each) for each in due_actuals(request.user)]
    context = {"rows": rows[:DUE_SHOWN], "more": max(len(rows) - DUE_SHOWN, 0)}
    return render(request, "kpis/_due.html", context)


def sheet(request, kpis, day, data=None):
    return SheetForm(kpis, request.user.company, day, data)


def save(request, kpis, page):
    """Save the sheet as it was posted: its KPIs and its day, whatever has been added or begun since."""
    posted = set(request.POST.getlist("kpi"))
    kept = [kpi for kpi in kpis if str(kpi.pk) in posted]
    day = day_of(request.POST.get("day", ""), request.user.company.today())
    form = sheet(request, kept, day, request.POST)
    if len(kept) < len(posted):
        return show(request, form, page, 409, notice=_("Some KPIs are no longer yours to record. Nothing was saved."))
    if form.errors or form.conflicts or form.strays:
        return show(request, form, page, 422 if form.errors else 409)
    actuals = [cell.as_actual() for cell in form.changed]
    try:
        count = record_sheet(actuals, form.seen, author=request.user)
    except SheetChanged:
        return show(request, sheet(request, kept, day, request.POST), page, 409)
    except KpiError as refusal:
        return show(request, form, page, 409, notice=str(refusal))
    say_saved(request, count)
    return redirect(f"{reverse('kpi-collect')}?page={page.number}")


def day_of(text, today):
    """The day for which the sheet was drawn; today for anything that cannot be one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if today - LONGEST_OPEN <= day <= today else today


def say_saved(request, count):
    text = ngettext("%(count)d actual saved.", "%(count)d actuals saved.", count) % {"count": count}
    messages.success(request, text if count else _("Nothing was changed."))


def show(request, form, page, status=200, notice=""):
    context = {"form": form, "groups": groups(form, request.user.company), "page": page, "notice": notice}
    context["views"] = kpi_views(request)
    return render_page(request, "kpis/collect.html", context, status=status)
