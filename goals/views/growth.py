"""The growth note that a person shares with their manager: a part of their page, and writing in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from common.ids import as_id
from common.refusals import Refusal, refuse
from goals import rules
from goals.access import access_cycle
from goals.domain.growth import write_growth_note
from goals.forms.growth import GrowthNoteForm
from goals.queries.cycles import selected_cycle
from goals.queries.growth import growth_of
from people.access import access_person, member_required

CARD = {"growth": "goals/growth/_card.html"}


@require_safe
@member_required
def growth_note(request, pk):
    """What stands in it for the selected cycle: a page of its own, and a section of the person's."""
    person = access_person(request.user, pk)
    if not rules.see_growth_notes(request.user, person):
        raise PermissionDenied
    cycle = cycle_of(request)
    context = {"person": person, "cycle": cycle, "growth": growth_of(person, request.user, cycle)}
    return render_page(request, "goals/growth/page.html", context, fragments=CARD)


@require_http_methods(["GET", "POST"])
@member_required
def growth_note_write(request, pk):
    """The words of whoever opens it, about ``cycle``, else the one that is selected, for the ``manager`` it named."""
    person = access_person(request.user, pk)
    if not rules.write_growth_note(request.user, person):
        raise PermissionDenied
    cycle = cycle_of(request)
    growth = growth_of(person, request.user, cycle)
    form = GrowthNoteForm(request.POST or None, is_own=growth.is_own, initial={"text": growth.said})
    if request.method == "POST" and as_id(request.POST.get("manager", "")) not in {None, growth.manager.pk}:
        form.add_error(None, _("Your manager has changed meanwhile. See who would read this, then save once more."))
    if request.method == "POST" and form.is_valid():
        try:
            write_growth_note(person, growth.manager, cycle, actor=request.user, text=form.cleaned_data["text"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(person)
    context = {"form": form, "person": person, "cycle": cycle, "growth": growth}
    return render(request, "goals/growth/edit.html", context, status=422 if request.method == "POST" else 200)


def cycle_of(request):
    asked = as_id(request.POST.get("cycle", ""))
    cycle = access_cycle(request.user, asked) if asked else selected_cycle(request)
    if cycle is None:
        raise Http404
    return cycle
