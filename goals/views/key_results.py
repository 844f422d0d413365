"""A key result's page, its own form, and the acts that end it or take it up again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.refusals import refuse
from goals import rules
from goals.access import access_key_result
from goals.domain import key_results as domain
from goals.domain import pausing
from goals.domain.errors import GoalError, StaleForm
from goals.forms.acts import DropForm, PauseForm
from goals.forms.alone import KeyResultAloneForm
from goals.forms.fields import opening
from goals.queries.changes import changes_of, changes_of_key_result
from goals.queries.key_result_page import key_result_page
from goals.queries.load import add_load_notes
from goals.views.acts import act
from goals.wording import row_words
from people.access import member_required
from people.directories import people_directory

FORM = {"key-result-form": "goals/key_results/_edit_form.html"}


@require_safe
@member_required
def key_result(request, pk):
    found = access_key_result(request.user, pk)
    page = key_result_page(found, request.user, request.user.company.today())
    context = {"page": page, "key_result": found, "words": row_words()}
    return render(request, "goals/key_results/detail.html", context)


@require_safe
@member_required
def key_result_changes(request, pk):
    """Who changed its terms: a page of its own, and a fragment of the key result's."""
    found = access_key_result(request.user, pk)
    context = {"key_result": found, "changes": changes_of_key_result(found, request.user)}
    return render_page(
        request, "goals/key_results/changes.html", context, fragments={"changes": "goals/_changes.html"}
    )


@require_http_methods(["GET", "POST"])
@member_required
def key_result_edit(request, pk):
    found = access_key_result(request.user, pk, to=rules.edit_key_result)
    form = KeyResultAloneForm(
        request.POST or None,
        people=people_directory(request.user),
        instance=found,
        initial=opening(found.objective),
    )
    if "add" in request.POST:
        return show_form(request, form.redrawn(request.POST["add"]))
    if request.method == "GET" or not form.is_valid():
        return show_form(request, form, status=422 if form.is_bound else 200)
    return save(request, found, form)


def save(request, found, form):
    terms = form.terms(found.objective.cycle, found.objective.owner)
    try:
        domain.change_key_result(found, terms, actor=request.user, version=form.cleaned_data["version"])
    except StaleForm:
        return show_conflict(request, found, form)
    except GoalError as error:
        refuse(form, error)
        return show_form(request, form, status=422)
    messages.success(request, _("Saved."))
    return redirect(found)


def show_conflict(request, found, form):
    found = access_key_result(request.user, found.pk)
    redrawn = form.redrawn()
    redrawn.initial |= opening(found.objective)
    changes = changes_of(found.objective, request.user, since=form.cleaned_data["opened_at"])
    return show_form(request, redrawn, status=409, conflict=changes)


def show_form(request, form, *, status=200, conflict=None):
    add_load_notes([form], request.user)
    context = {"row": form, "key_result": form.instance, "conflict": conflict}
    return render_page(request, "goals/key_results/edit.html", context, fragments=FORM, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def key_result_finish(request, pk):
    found = access_key_result(request.user, pk, to=rules.end_key_result)
    if not found.is_live:
        return redirect(found)
    if request.method == "POST":
        return act(request, domain.finish_key_result, found, said=_("Done. It counts with the progress it has."))
    return render(request, "goals/key_results/finish.html", {"key_result": found})


@require_http_methods(["GET", "POST"])
@member_required
def key_result_drop(request, pk):
    found = access_key_result(request.user, pk, to=rules.end_key_result)
    if not found.is_live:
        return redirect(found)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return act(request, domain.drop_key_result, found, said=_("Dropped. Its history stays."), **form.cleaned_data)
    context = {"key_result": found, "form": form}
    return render(request, "goals/key_results/drop.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@member_required
def key_result_reopen(request, pk):
    found = access_key_result(request.user, pk, to=rules.close_key_result)
    if found.is_live:
        return redirect(found)
    if request.method == "POST":
        said = _("Taken up again, with the status of its last check-in.")
        return act(request, domain.reopen_key_result, found, said=said)
    return render(request, "goals/key_results/reopen.html", {"key_result": found})


@require_http_methods(["GET", "POST"])
@member_required
def key_result_pause(request, pk):
    """Let it rest for a reason; while it rests, say another reason or day."""
    found = access_key_result(request.user, pk, to=rules.end_key_result)
    if not found.is_live:
        return redirect(found)
    rests = found.rests_on(found.company.today())
    initial = {"reason": found.pause_reason, "resumes_on": found.resumes_on} if rests else {}
    form = PauseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pausing.pause_key_result(found, actor=request.user, **form.cleaned_data)
        except GoalError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Paused. It asks for nothing until it goes on."))
            return redirect(found)
    context = {"key_result": found, "form": form, "rests": rests}
    return render(request, "goals/key_results/pause.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_required
def key_result_resume(request, pk):
    found = access_key_result(request.user, pk, to=rules.end_key_result)
    said = _("It goes on: from now on it asks for check-ins again.")
    return act(request, pausing.resume_key_result, found, said=said)
