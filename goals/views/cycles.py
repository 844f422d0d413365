"""Choosing the cycle one looks at, and setting cycles up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.refusals import refuse
from common.returning import return_address
from goals.access import access_cycle
from goals.domain.cycles import STAGES, move_cycle, save_cycle
from goals.domain.errors import GoalError
from goals.forms.cycle import CycleForm, typed_from
from goals.models import Cycle
from goals.queries.cycles import FISCAL_KINDS, SESSION_KEY, cycles_of, suggested_cycle, suggested_cycles
from goals.queries.stages import stage_steps
from goals.wording import span_text
from people.access import admin_required, member_required


@require_POST
@member_required
def cycle_select(request, pk):
    """Look at another cycle from now on, in this session."""
    request.session[SESSION_KEY] = access_cycle(request.user, pk).pk
    return redirect(return_address(request))


@require_safe
@admin_required
def settings_cycles(request):
    company = request.user.company
    cycles = cycles_of(company)
    context = {
        "cycles": [(cycle, days_of(cycle), stage_steps(cycle)) for cycle in cycles],
        "suggestions": [(cycle, days_of(cycle)) for cycle in suggested_cycles(company, cycles)],
    }
    return render(request, "goals/cycles/list.html", context)


def days_of(cycle):
    return span_text(cycle.starts_on, cycle.ends_on)


@require_http_methods(["GET", "POST"])
@admin_required
def cycle_new(request):
    company = request.user.company
    kind = request.GET.get("kind", Cycle.Kind.QUARTER)
    if kind in FISCAL_KINDS:
        cycle = suggested_cycle(kind, company, cycles_of(company))
    else:
        cycle = Cycle(company=company, kind=Cycle.Kind.CUSTOM)
    return take_cycle(request, cycle)


@require_http_methods(["GET", "POST"])
@admin_required
def cycle_edit(request, pk):
    return take_cycle(request, access_cycle(request.user, pk))


def take_cycle(request, cycle):
    form = CycleForm(request.POST or None, initial=typed_from(cycle))
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_cycle(form.fill(cycle), actor=request.user)
        except GoalError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved: %(cycle)s.") % {"cycle": saved.name})
            return redirect("settings-cycles")
    context = {"form": form, "cycle": cycle}
    return render(request, "goals/cycles/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@admin_required
def cycle_move(request, pk):
    """Move the cycle one stage forward or back; every stage can be taken back."""
    cycle = access_cycle(request.user, pk)
    stage = request.POST.get("stage")
    try:
        moved = move_cycle(cycle, stage if stage in STAGES else cycle.stage, actor=request.user)
    except GoalError as error:
        messages.error(request, str(error))
    else:
        values = {"cycle": cycle.name, "stage": moved.get_stage_display()}
        messages.success(request, _("%(cycle)s: %(stage)s.") % values)
    return redirect("settings-cycles")
