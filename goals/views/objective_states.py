"""Publishing, watching, archiving and stating the status of an objective: one verb, one small view."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goals import draft_rules, rules
from goals.access import access_objective
from goals.domain import objectives
from goals.domain.errors import GoalError
from goals.forms.acts import StatusForm
from goals.forms.agreement import PublishForm
from goals.queries.drafts import terms_to_consent
from goals.views.acts import act
from goals.views.objectives import show_objective
from notifications.views.watching import take_watch
from people.access import member_required


@require_POST
@member_required
def objective_publish(request, pk):
    found = access_objective(request.user, pk, to=draft_rules.publish_draft)
    form = PublishForm(request.POST, key_results=terms_to_consent(found, request.user))
    if not form.is_valid():
        return show_objective(request, found, form=form, status=422)
    said = _("Published: the whole company can see it now.")
    return act(request, objectives.publish_objective, found, said=said, confidences=form.confidences())


@require_POST
@member_required
def objective_watch(request, pk):
    return take_watch(request, access_objective(request.user, pk))


@require_POST
@member_required
def objective_archive(request, pk):
    found = access_objective(request.user, pk, to=rules.archive_or_restore)
    undo = reverse("objective-restore", args=[found.pk])
    return act(
        request, objectives.archive_objective, found, said=_("Archived. It counts nowhere any more."), undo=undo
    )


@require_POST
@member_required
def objective_restore(request, pk):
    found = access_objective(request.user, pk, to=rules.archive_or_restore)
    said = _("It is back, and counts where it counted before.")
    return act(request, objectives.restore_objective, found, said=said)


@require_http_methods(["GET", "POST"])
@member_required
def objective_delete(request, pk):
    """Ask, then throw a draft away."""
    found = access_objective(request.user, pk, to=rules.delete_objective)
    refused = ""
    if request.method == "POST":
        try:
            objectives.delete_draft(found, actor=request.user)
        except GoalError as error:
            refused = str(error)
        else:
            messages.success(request, _("The draft is deleted."))
            return redirect("home")
    context = {"objective": found, "refused": refused}
    return render(request, "goals/objectives/delete.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@member_required
def objective_status(request, pk):
    found = access_objective(request.user, pk, to=rules.state_objective_status)
    initial = {"status": found.stated_status or found.status, "reason": found.stated_reason}
    form = StatusForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return act(request, objectives.state_status, found, said=_("Saved."), **form.cleaned_data)
    context = {"form": form, "objective": found}
    return render(request, "goals/objectives/status.html", context, status=422 if form.is_bound else 200)
