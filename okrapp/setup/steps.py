"""The steps after the company is founded. Each is an ordinary page; set-up can be left and gone on with."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from goals.domain.cycles import save_cycle
from goals.domain.errors import GoalError
from goals.models import Cycle
from okrapp.setup.forms import CycleForm, DepartmentsForm, PeopleForm, RhythmForm
from okrapp.setup.lines import departments_sheet, departments_text, people_sheet
from okrapp.setup.progress import STEPS, next_step, previous_url, step_labels, step_url
from okrapp.setup.spans import offered_spans
from people.access import admin_required
from people.domain.importing.planning import make_plan
from people.domain.importing.saving import PlanChanged, commit_import
from people.domain.setup import finish_setup, reach_step
from people.models import Company, User
from people.views.companies import change
from people.views.members import invite_waiting


@require_http_methods(["GET", "POST"])
@admin_required
def rhythm(request):
    """Fiscal year, time zone, and when check-ins are due."""
    form = RhythmForm(request.POST or None, instance=Company.objects.get(pk=request.user.company_id))
    if request.method == "POST" and form.is_valid() and change(form, request.user.company, request.user):
        return go_on(request, "rhythm")
    return page(request, "rhythm", form)


@require_http_methods(["GET", "POST"])
@admin_required
def departments(request):
    """The tree, a line each; what is there is shown, and what is missing in the lines stays."""
    if "skip" in request.POST:
        return go_on(request, "departments")
    form = DepartmentsForm(request.POST or None, initial={"lines": departments_text(request.user.company.tree)})
    if request.method == "POST" and form.is_valid() and take_in(request, form, departments_sheet):
        return go_on(request, "departments")
    return page(request, "departments", form)


@require_http_methods(["GET", "POST"])
@admin_required
def people(request):
    """Colleagues, a line each; invited now or later."""
    if "skip" in request.POST:
        return go_on(request, "people")
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and take_in(request, form, people_sheet):
        if form.cleaned_data["invite"]:
            invite_waiting(request)
        return go_on(request, "people")
    return page(request, "people", form, colleagues=colleagues(request.user))


def colleagues(user):
    """How many there are beside the person."""
    return User.objects.colleagues_of(user).exclude(pk=user.pk).count()


def take_in(request, form, read):
    """Import the lines; whether that went well. Problems are noted on the form."""
    sheet = read(form.cleaned_data["lines"])
    plan = make_plan(request.user.company, [sheet])
    try:
        if not plan.problems:
            commit_import(request.user.company, [sheet], actor=request.user, seen=plan.fingerprint)
    except PlanChanged as refusal:
        form.add_error("lines", _("Somebody else changed something at the same moment. Please look again."))
        plan = refusal.plan
    form.add_problems(plan.problems)
    return form.is_valid()


@require_http_methods(["GET", "POST"])
@admin_required
def cycle(request):
    """The first cycle; the fiscal quarter of today is suggested."""
    if "skip" in request.POST:
        return go_on(request, "cycle")
    company = request.user.company
    spans = offered_spans(company.today(), company.fiscal_year_start_month)
    initial = {"span": spans[0].key, "stage": Cycle.Stage.PLANNING}
    form = CycleForm(request.POST or None, spans=spans, initial=initial)
    if request.method == "POST" and form.is_valid() and begin_cycle(request, form):
        return go_on(request, "cycle")
    return page(request, "cycle", form, cycles=list(Cycle.objects.of(company)))


def begin_cycle(request, form):
    span = form.cleaned_data["span"]
    cycle = Cycle(
        company=request.user.company,
        kind=span.kind,
        starts_on=span.period.start,
        ends_on=span.period.end,
        stage=form.cleaned_data["stage"],
    )
    try:
        return save_cycle(cycle, actor=request.user)
    except GoalError as refusal:
        form.add_error("span", str(refusal))


@require_http_methods(["GET", "POST"])
@admin_required
def done(request):
    """What to do next; POST ends the set-up."""
    company = request.user.company
    if request.method == "POST":
        finish_setup(company)
        return redirect("home")
    context = {
        "departments": company.departments.count(),
        "colleagues": colleagues(request.user),
        "cycle": Cycle.objects.of(company).first(),
    }
    return page(request, "done", None, **context)


def go_on(request, step):
    following = next_step(step)
    reach_step(request.user.company, following)
    return redirect(step_url(following))


def page(request, step, form, **context):
    context |= {
        "form": form,
        "steps": step_labels(),
        "current": STEPS.index(step) + 2,
        "back_url": previous_url(step),
        "company": request.user.company,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render_page(request, f"setup/{step}.html", context, status=status)
