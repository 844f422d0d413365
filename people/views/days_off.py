from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.htmx import render_page
from common.refusals import refuse
from people.access import admin_required
from people.domain.days_off import add_day_off, remove_day_off
from people.domain.errors import PeopleError
from people.forms import DayOffForm
from people.models import DayOff


@require_http_methods(["GET", "POST"])
@admin_required
def days_off(request):
    """The company's days off, with a form for more."""
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and add(request, form):
        return redirect("settings-days-off")
    context = {"form": form, "days_off": DayOff.objects.filter(company=request.user.company_id)}
    return render_page(request, "people/settings/days_off.html", context, status=422 if form.is_bound else 200)


def add(request, form):
    try:
        day_off = add_day_off(request.user.company, actor=request.user, **form.cleaned_data)
    except PeopleError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("“%(name)s” was added to the days off.") % {"name": day_off.name})
    return True


@require_POST
@admin_required
def day_off_remove(request, pk):
    day_off = get_object_or_404(DayOff, pk=pk, company=request.user.company_id)
    remove_day_off(day_off, actor=request.user)
    messages.success(request, _("“%(name)s” was removed from the days off.") % {"name": day_off.name})
    return redirect("settings-days-off")
