"""Importing people and departments: choose files, look at what they would do, then do it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.htmx import render_page
from people import exports
from people.access import admin_required
from people.domain.importing.columns import KINDS
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import PlanChanged, commit_import
from people.imports import ImportForm, forget_sheets, keep_sheets, kept_sheets
from people.views.import_preview import Preview, column_rows


@require_http_methods(["GET", "POST"])
@admin_required
def import_files(request):
    """Choose a file of people, of departments, or both. Nothing is changed yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        keep_sheets(request.user, form.sheets)
        return redirect("settings-import-check")
    context = {"form": form, "columns": column_rows()}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/settings/import.html", context, status=status)


@require_http_methods(["GET", "POST"])
@admin_required
def import_check(request):
    """What the files would do, as the company is now; POST does exactly that or shows what has changed."""
    sheets = kept_sheets(request.user)
    if not sheets:
        messages.warning(request, _("There is no file to look at any more. Please choose it again."))
        return redirect("settings-import")
    if request.method == "POST":
        return commit(request, sheets)
    return preview(request, sheets, make_plan(request.user.company, sheets))


def commit(request, sheets):
    try:
        plan = commit_import(request.user.company, sheets, actor=request.user, seen=request.POST.get("seen", ""))
    except PlanChanged as refusal:
        return preview(request, sheets, refusal.plan, status=409)
    forget_sheets(request.user)
    text = _("Imported: %(created)d new, %(changed)d changed. Nobody was mailed.")
    messages.success(request, text % {"created": len(plan.created), "changed": len(plan.changed)})
    return redirect("settings-people" if any(sheet.kind == "people" for sheet in sheets) else "settings-departments")


def preview(request, sheets, plan, status=200):
    context = {"preview": Preview(request, sheets, plan), "has_changed": status == 409}
    return render_page(request, "people/settings/import_check.html", context, status=status)


@require_POST
@admin_required
def export(request, kind, suffix):
    """The people or departments as they are, in a file that the import takes back."""
    rows = exports.rows(request.user.company, known(kind))
    return exports.download(rows, kind, suffix, taken_by=request.user)


@require_GET
@admin_required
def template(request, kind, suffix):
    """An empty file with the columns of the import."""
    return exports.download([exports.header(known(kind))], f"{kind}-template", suffix)


def known(kind):
    if kind not in KINDS:
        raise Http404
    return kind
