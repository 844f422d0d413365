"""Importing actuals: choose a file, look at what it would record, then record it."""

from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.htmx import render_page
from common.numbers import format_number
from kpis import exports
from kpis.access import recorder_required
from kpis.domain.errors import KpiError
from kpis.domain.importing.columns import ACTUALS, column_name
from kpis.domain.importing.planning import make_plan
from kpis.domain.importing.saving import commit_actuals
from kpis.imports import ActualsImportForm
from people.domain.importing.saving import PlanChanged
from people.exports import download
from people.imports import forget_sheets, keep_sheets, kept_sheets
from people.views.import_preview import Preview

PLACE = "import-actuals"


class ActualsPreview(Preview):
    kind_names = {ACTUALS: gettext_lazy("Actuals")}

    def change_text(self, entry, name, old, new):
        return column_name(name), cell_text(name, old), cell_text(name, new)


def cell_text(name, text):
    return format_number(Decimal(text), get_language()) if name == "actual" and text else text


@require_http_methods(["GET", "POST"])
@recorder_required
def import_file(request):
    """Choose a file of actuals. Nothing is recorded yet."""
    form = ActualsImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        keep_sheets(request.user, [form.sheet], place=PLACE)
        return redirect("kpi-import-check")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "kpis/import.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@recorder_required
def import_check(request):
    """What the file would record, as things stand now; POST does exactly that or shows what has changed."""
    sheets = kept_sheets(request.user, place=PLACE)
    if not sheets:
        messages.warning(request, _("There is no file to look at any more. Please choose it again."))
        return redirect("kpi-import")
    if request.method == "POST":
        return commit(request, sheets)
    return preview(request, sheets, make_plan(request.user, sheets[0]))


def commit(request, sheets):
    try:
        plan = commit_actuals(request.user, sheets[0], seen=request.POST.get("seen", ""))
    except PlanChanged as refusal:
        return preview(request, sheets, refusal.plan, status=409)
    except KpiError as refusal:
        messages.error(request, str(refusal))
        return preview(request, sheets, make_plan(request.user, sheets[0]), status=422)
    forget_sheets(request.user, place=PLACE)
    text = _("Imported: %(created)d new actuals, %(changed)d corrected.")
    messages.success(request, text % {"created": len(plan.created), "changed": len(plan.changed)})
    return redirect("kpi-collect")


def preview(request, sheets, plan, status=200):
    context = {"preview": ActualsPreview(request, sheets, plan), "has_changed": status == 409}
    return render_page(request, "kpis/import_check.html", context, status=status)


@require_GET
@recorder_required
def template(request, suffix):
    """A file to fill in: a row for each KPI that is the person's to record."""
    return download(exports.template_rows(request.user), "actuals-template", suffix)


@require_POST
@recorder_required
def export(request, suffix):
    """The actuals as they are, in a file that the import takes back."""
    return download(exports.actual_rows(request.user), "actuals", suffix, taken_by=request.user)
