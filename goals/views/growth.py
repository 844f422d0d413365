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
    note = opened(request, pk, to=rules.see_growth_notes)
    return render_page(request, "goals/growth/page.html", note, fragments=CARD)


@require_http_methods(["GET", "POST"])
@member_required
def growth_note_write(request, pk):
    """The words of whoever opens it, about ``cycle``, else the one that is selected, for the ``manager`` it named."""
    note = opened(request, pk, to=rules.write_growth_note)
    person, cycle, growth = note["person"], note["cycle"], note["growth"]
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
    return render(request, "goals/growth/edit.html", note | {"form": form}, status=422 if form.is_bound else 200)


def opened(request, pk, *, to):
    """What the pages show of the note of the person, where the rule ``to`` lets the user."""
    person = access_person(request.user, pk)
    if not to(request.user, person):
        raise PermissionDenied
    cycle = cycle_of(request)
    return {"person": person, "cycle": cycle, "growth": growth_of(person, request.user, cycle)}


def cycle_of(request):
    asked = as_id(request.POST.get("cycle", ""))
    cycle = access_cycle(request.user, asked) if asked else selected_cycle(request)
    if cycle is None:
        raise Http404
    return cycle
