"""An objective's page, and the one form that writes it together with its key results."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from common.ids import as_id
from goals import draft_rules, rules
from goals.access import access_objective
from goals.domain.drafts import propose_draft
from goals.domain.errors import GoalError, StaleForm
from goals.domain.objectives import change_objective, create_objective, publish_objective
from goals.forms.agreement import PublishForm
from goals.forms.directories import objective_directory
from goals.forms.fields import opening
from goals.forms.page import ObjectivePage
from goals.models import Objective
from goals.queries.changes import changes_of
from goals.queries.cycles import selected_cycle
from goals.queries.drafts import terms_to_consent
from goals.queries.guides import objectives_guide
from goals.queries.load import add_load_notes
from goals.queries.objective_page import objective_page
from goals.queries.readings import reading_box
from goals.wording import row_words
from notifications.models.watch import is_watched
from people.access import member_required
from people.directories import people_directory

FORM = {"objective-form": "goals/objectives/_form.html"}


@require_safe
@member_required
def objective(request, pk):
    return show_objective(request, access_objective(request.user, pk))


def show_objective(request, found, *, form=None, status=200):
    """``form``: the PublishForm of a draft that could not be published like this."""
    page = objective_page(found, request.user, request.user.company.today())
    context = {"page": page, "card": page.card, "objective": found, "words": row_words()}
    context |= {"is_watched": is_watched(request.user, found), "box": reading_box(found, request.user)}
    if page.can["send_back"] and page.can["publish"]:
        context["form"] = form or PublishForm(key_results=terms_to_consent(found, request.user))
    fragments = {"standing": "goals/objectives/_standing.html"}
    return render_page(request, "goals/objectives/detail.html", context, fragments=fragments, status=status)


@require_safe
@member_required
def objective_changes(request, pk):
    """Who changed what: a page of its own, and a fragment of the objective's."""
    found = access_objective(request.user, pk)
    context = {"objective": found, "changes": changes_of(found, request.user)}
    return render_page(
        request, "goals/objectives/changes.html", context, fragments={"changes": "goals/_changes.html"}
    )


@require_http_methods(["GET", "POST"])
@member_required
def objective_new(request):
    if request.user.is_viewer:
        raise PermissionDenied
    choices = form_choices(request)
    if request.method == "GET":
        form = ObjectivePage(choices=choices, initial=preselected(request, choices))
        return show_form(request, form)
    return take_form(request, ObjectivePage(request.POST, choices=choices))


@require_http_methods(["GET", "POST"])
@member_required
def objective_edit(request, pk):
    found = access_objective(request.user, pk, to=rules.edit_objective)
    choices = form_choices(request, found)
    if request.method == "GET":
        return show_form(request, ObjectivePage(choices=choices, instance=found, initial=opening(found)))
    return take_form(request, ObjectivePage(request.POST, choices=choices, instance=found))


def form_choices(request, objective=None):
    """What the form may offer: open cycles, people who can own, objectives to align to."""
    selected_cycle(request)
    return {
        "user": request.user,
        "cycles": [cycle for cycle in request.cycles if not cycle.is_closed],
        "people": people_directory(request.user),
        "parents": objective_directory(request.user, objective),
    }


def preselected(request, choices):
    """What the address asks for; ids that the person may not see are passed over."""
    asked = request.GET
    cycle = selected_cycle(request)
    parent = choices["parents"].found.filter(pk=as_id(asked.get("parent", ""))).first()
    return {
        "level": asked.get("level", Objective.Level.INDIVIDUAL),
        "department": asked.get("department") or request.user.department_id,
        "owner": request.user,
        "cycle": cycle.pk if cycle else None,
        "parent": parent,
    }


def take_form(request, form):
    """Save what was sent, or draw it again: with one more row, or with what is wrong."""
    if "add" in request.POST:
        return show_form(request, form.redrawn(request.POST["add"]))
    if not form.is_valid():
        return show_form(request, form, status=422)
    try:
        saved = save(request, form)
    except StaleForm:
        return show_conflict(request, form)
    except GoalError as error:
        form.refuse(error)
        return show_form(request, form, status=422)
    say_saved(request, saved)
    return redirect(saved)


def save(request, form):
    fields, key_results = form.objective.terms(), form.key_result_terms()
    if form.instance is None:
        saved = create_objective(
            actor=request.user,
            fields=fields,
            key_results=key_results,
            request_key=form.objective.cleaned_data["request_key"],
        )
    else:
        saved = change_objective(
            form.instance,
            actor=request.user,
            fields=fields,
            key_results=key_results,
            version=form.objective.cleaned_data["version"],
        )
    return carry_on(request, saved)


def carry_on(request, saved):
    """Publish the draft, or propose it, as asked; whoever may not publish it proposes it."""
    action = request.POST.get("action") if saved.is_draft else ""
    if action == "publish" and rules.publish_objective(request.user, saved):
        return publish_objective(saved, actor=request.user)
    if action in {"publish", "propose"} and draft_rules.propose_draft(request.user, saved):
        return propose_draft(saved, actor=request.user)
    return saved


def say_saved(request, saved):
    if not saved.is_draft:
        messages.success(request, _("Saved."))
    elif saved.is_proposed:
        messages.success(request, _("Saved and proposed. You will hear when it is answered."))
    else:
        messages.success(request, _("Saved as a draft."))


def show_form(request, form, *, status=200, conflict=None):
    add_load_notes(form.rows, request.user)
    context = {
        "form": form,
        "guide": objectives_guide(form.objective),
        "conflict": conflict,
        "action": request.path,
        "cancel_url": form.instance.get_absolute_url() if form.instance else reverse("home"),
    }
    return render_page(request, "goals/objectives/edit.html", context, fragments=FORM, status=status)


def show_conflict(request, form):
    """Show what others changed since; what was typed stays, and saving again is a decision."""
    since = form.objective.cleaned_data["opened_at"]
    found = access_objective(request.user, form.instance.pk)
    redrawn = form.redrawn()
    redrawn.objective.initial |= opening(found)
    conflict = changes_of(found, request.user, since=since)
    return show_form(request, redrawn, status=409, conflict=conflict)
