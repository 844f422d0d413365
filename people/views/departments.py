from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.refusals import refuse
from people.access import access_department, admin_required
from people.domain.departments import delete_department, save_department, shift_department
from people.domain.errors import PeopleError
from people.forms import DepartmentForm
from people.models import Department
from people.queries import department_rows

STEPS = {"up": -1, "down": 1}


@require_safe
@admin_required
def department_list(request):
    rows = department_rows(request.user.company)
    context = {"rows": rows, "needing": sum(needs for _department, _depth, needs in rows)}
    return render_page(request, "people/settings/departments.html", context)


@require_http_methods(["GET", "POST"])
@admin_required
def department_new(request):
    department = Department(company=request.user.company)
    return edit(request, department, initial={"parent": request.GET.get("parent")})


@require_http_methods(["GET", "POST"])
@admin_required
def department_edit(request, pk):
    department = access_department(request.user, pk)
    department.company = request.user.company
    return edit(request, department)


def edit(request, department, initial=None):
    form = DepartmentForm(request.POST or None, instance=department, initial=initial)
    if request.method == "POST" and form.is_valid() and save(request, form):
        messages.success(request, _("The department “%(name)s” was saved.") % {"name": department.name})
        return redirect("settings-departments")
    context = {"form": form, "department": department}
    return render_page(request, "people/settings/department.html", context, status=422 if form.is_bound else 200)


def save(request, form):
    try:
        return save_department(form.instance, actor=request.user)
    except PeopleError as refusal:
        refuse(form, refusal)


@require_POST
@admin_required
def department_shift(request, pk):
    department = access_department(request.user, pk)
    shift_department(department, STEPS.get(request.POST.get("direction"), 0), actor=request.user)
    return redirect("settings-departments")


@require_http_methods(["GET", "POST"])
@admin_required
def department_delete(request, pk):
    """Ask once, then delete; a department that still holds something says what."""
    department = access_department(request.user, pk)
    refusal = None
    if request.method == "POST":
        try:
            delete_department(department, actor=request.user)
        except PeopleError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The department “%(name)s” was deleted.") % {"name": department.name})
            return redirect("settings-departments")
    context = {"department": department, "refusal": refusal}
    return render_page(request, "people/settings/department_delete.html", context, status=422 if refusal else 200)
