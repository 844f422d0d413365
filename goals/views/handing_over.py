"""Proposing that somebody else owns a key result."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import refuse
from goals import rules
from goals.access import access_key_result
from goals.domain.errors import GoalError, StaleForm
from goals.domain.hand_over import hand_over_key_result
from goals.forms.fields import typed
from goals.forms.hand_over import HandOverForm
from people.access import member_required
from people.directories import people_directory


@require_http_methods(["GET", "POST"])
@member_required
def key_result_hand_over(request, pk):
    found = access_key_result(request.user, pk, to=rules.hand_over)
    form = HandOverForm(request.POST or None, people=people_directory(request.user), key_result=found)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_key_result(found, actor=request.user, **form.cleaned_data)
        except StaleForm as error:
            return show_conflict(request, found, form, str(error))
        except GoalError as error:
            refuse(form, error)
        else:
            said = _("%(name)s is asked to take it over. Until both have consented, nothing changes.")
            messages.success(request, said % {"name": form.cleaned_data["to"].name})
            return redirect("agreement", pk=pk)
    return show_form(request, found, form, status=422 if form.is_bound else 200)


def show_conflict(request, found, form, conflict):
    """Show what lies on the table now; what was typed stays, and sending it again is a decision."""
    found = access_key_result(request.user, found.pk)
    redrawn = HandOverForm(people=form.fields["to"].directory, key_result=found)
    redrawn.initial = typed(form) | redrawn.initial
    return show_form(request, found, redrawn, status=409, conflict=conflict)


def show_form(request, found, form, *, status, conflict=""):
    context = {"key_result": found, "form": form, "conflict": conflict}
    return render(request, "goals/key_results/hand_over.html", context, status=status)
