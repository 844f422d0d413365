"""The list of initiatives, one initiative's page, its form, and the acts that begin and end it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.ids import as_id
from common.refusals import Refusal, refuse
from goals import rules
from goals.access import access_initiative, access_key_result
from goals.domain import initiatives as domain
from goals.forms.initiative_filter import InitiativeFilterForm
from goals.forms.initiatives import (
    InitiativeDropForm,
    InitiativeForm,
    ItemForm,
    MoveForm,
    choices_of,
    initial_of,
)
from goals.models import Initiative, KeyResult
from goals.queries.initiative_page import initiative_page
from goals.queries.initiatives import (
    carrying_much,
    initiative_row,
    initiatives_of,
    sorted_by,
    visible_initiatives,
)
from goals.views.acts import act
from goals.wording import row_words
from people.access import member_required
from people.directories import people_directory

SCOPES = ["mine", "departments", "all"]
LIST = {"initiatives": "goals/initiatives/_list.html"}
SECTION = {"key-result-initiatives": "goals/initiatives/_of_key_result.html"}


@require_safe
@member_required
def initiatives(request):
    scope, form, context = filtered(request, usual="mine")
    found = sorted_by(form.fitting(), form.wanted.get("sort", ""))
    today = request.user.company.today()
    context |= {
        "rows": [initiative_row(each, today) for each in found],
        "much": carrying_much(form.initiatives),
        "is_mine": scope == "mine",
    }
    return render_page(request, "goals/initiatives/list.html", context, fragments=LIST)


def filtered(request, *, usual, form_class=InitiativeFilterForm):
    """Return (scope, filter form, context) of the list and the timeline alike."""
    scope = request.GET.get("scope")
    scope = scope if scope in SCOPES else usual
    initiatives = list(visible_initiatives(request.user, scope))
    form = form_class(request.GET, company=request.user.company, initiatives=initiatives)
    names = [_("Mine"), _("My departments"), pgettext("initiatives", "All")]
    tabs = [(name, f"{request.path}?scope={each}", each == scope) for each, name in zip(SCOPES, names, strict=True)]
    return scope, form, {"filter": form, "tabs": tabs, "scope": scope, "can_plan": not request.user.is_viewer}


@require_safe
@member_required
def initiative(request, pk):
    return show(request, access_initiative(request.user, pk))


def show(request, found, *, item_form=None, said="", focus="", status=200):
    """The page, or the part of it that a tick or a new action item changes.

    ``said`` is announced with the part, and the focus goes to the id ``focus``.
    """
    page = initiative_page(found, request.user, request.user.company.today())
    if page.can["change_items"]:
        item_form = item_form or ItemForm(people=people_directory(request.user))
    context = {"initiative": found, "page": page, "item_form": item_form, "words": row_words()}
    context |= {"said": said, "focus": focus}
    parts = {"initiative-work": "goals/initiatives/_work.html"}
    return render_page(request, "goals/initiatives/detail.html", context, fragments=parts, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def initiative_new(request):
    """``?key_result=`` names the one it is to serve."""
    if request.user.is_viewer:
        raise PermissionDenied
    pk = as_id(request.GET.get("key_result", ""))
    chosen = KeyResult.objects.visible_to(request.user).filter(pk=pk)[:1] if pk else ()
    form = form_for(request, None, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            planned = domain.create_initiative(actor=request.user, **form.terms())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": planned})
            return redirect(planned)
    return show_form(request, form)


@require_http_methods(["GET", "POST"])
@member_required
def initiative_edit(request, pk):
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    form = form_for(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            domain.change_initiative(found, actor=request.user, **form.terms())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return show_form(request, form)


def form_for(request, found, key_results=()):
    choices = choices_of(request.user, found)
    initial = None if request.method == "POST" else initial_of(found, request.user, choices, key_results)
    return InitiativeForm(request.POST or None, choices=choices, instance=found, initial=initial)


def show_form(request, form):
    cancel = form.instance.get_absolute_url() if form.instance else reverse("initiatives")
    context = {"form": form, "initiative": form.instance, "cancel_url": cancel}
    return render(request, "goals/initiatives/edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@member_required
def initiative_move(request, pk):
    """Begin it, finish it, or take it up again."""
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return redirect(found)
    said = _("In progress.") if form.cleaned_data["state"] == Initiative.State.DOING else _("Done. Well worked.")
    return act(request, domain.move_initiative, found, said=said, **form.cleaned_data)


@require_http_methods(["GET", "POST"])
@member_required
def initiative_drop(request, pk):
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    if not found.is_open:
        return redirect(found)
    form = InitiativeDropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("Dropped. Its history stays.")
        state = Initiative.State.DROPPED
        return act(request, domain.move_initiative, found, said=said, state=state, **form.cleaned_data)
    context = {"initiative": found, "form": form}
    return render(request, "goals/initiatives/drop.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@member_required
def key_result_initiatives(request, pk):
    """The initiatives of a key result: a page of its own, and a section of the key result's."""
    found = access_key_result(request.user, pk)
    rows = initiatives_of(found, request.user, request.user.company.today())
    may_plan = found.is_live and not found.objective.cycle.is_closed and rules.link_initiative(request.user, found)
    context = {"key_result": found, "rows": rows, "may_plan": may_plan}
    return render_page(request, "goals/initiatives/of_key_result.html", context, fragments=SECTION)
