"""Proposing a draft to whoever decides about it, and sending one back."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goals import draft_rules as rules
from goals.access import access_objective
from goals.domain import drafts as domain
from goals.forms.acts import SendBackForm
from goals.views.acts import act
from people.access import member_required


@require_POST
@member_required
def objective_propose(request, pk):
    found = access_objective(request.user, pk, to=rules.propose_draft)
    return act(request, domain.propose_draft, found, said=_("Proposed. You will hear when it is answered."))


@require_POST
@member_required
def objective_take_back(request, pk):
    found = access_objective(request.user, pk, to=rules.take_back_draft)
    return act(request, domain.take_back_draft, found, said=_("Taken back. It is a draft of your own again."))


@require_http_methods(["GET", "POST"])
@member_required
def objective_send_back(request, pk):
    """Answer with a comment: what is still needed before it can be published."""
    found = access_objective(request.user, pk, to=rules.send_back_draft)
    if not found.is_proposed:
        return redirect(found)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("Sent back. Your comment stands below the draft.")
        return act(request, domain.send_back_draft, found, said=said, **form.cleaned_data)
    context = {"objective": found, "form": form}
    return render(request, "goals/objectives/send_back.html", context, status=422 if form.is_bound else 200)
