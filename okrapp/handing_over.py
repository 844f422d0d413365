"""Handing over everything a person carries, or part of it: chosen, looked at once more, done together."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.refusals import Refusal
from goals.domain.errors import StaleForm
from okrapp.belongings import belongings_of
from okrapp.hand_over_acts import hand_over_all
from okrapp.hand_over_form import HandOverAllForm
from people.access import member_required
from people.directories import people_directory
from people.models import User
from people.rules import hand_over_of


@require_http_methods(["GET", "POST"])
@member_required
def person_hand_over(request, pk):
    people = people_directory(request.user, present=User.objects.filter(pk=pk).values("pk"))
    person = person_in(people, pk)
    if not hand_over_of(request.user, person):
        raise PermissionDenied
    form = form_for(request, person, people, request.POST or None)
    if request.method == "GET":
        return show(request, person, form)
    if not form.is_valid():
        return show(request, person, form, status=422)
    if form.is_stale:
        return show(request, person, form, status=409, conflict=str(StaleForm()))
    if request.POST.get("action") != "hand-over":
        return show(request, person, form, is_preview="action" not in request.POST)
    return hand_over(request, person, form)


def person_in(people, pk):
    """The colleague, active or not, among those fetched to choose from; or 404."""
    person = next((each for each in people.things.values() if each.pk == pk), None)
    if person is None:
        raise Http404
    return person


def form_for(request, person, people, data=None):
    groups = belongings_of(person, request.user)
    return HandOverAllForm(data, groups=groups, people=people, person=person)


def hand_over(request, person, form):
    values = form.cleaned_data
    try:
        hand_over_all(person, form.moves, actor=request.user, note=values["note"], reason=values["reason"])
    except StaleForm as refusal:
        form = form_for(request, person, form.fields["to"].directory, without_seen(request.POST))
        form.is_valid()
        return show(request, person, form, status=409, conflict=str(refusal))
    except Refusal as refusal:
        form.refuse(refusal)
        return show(request, person, form, status=422)
    count = len(form.moves)
    said = ngettext("%(count)d thing is on its way.", "%(count)d things are on their way.", count)
    messages.success(request, said % {"count": count} if count else _("Handed over."))
    return redirect("person-hand-over", person.pk)


def without_seen(data):
    """What was typed, about what lies on the table now: sending it again is a decision."""
    kept = data.copy()
    for name in [name for name in kept if name.startswith("seen-")]:
        del kept[name]
    return kept


def show(request, person, form, *, status=200, conflict="", is_preview=False):
    context = {
        "person": person,
        "form": form,
        "groups": form.rows(),
        "barred": form.barred(),
        "is_preview": is_preview,
        "conflict": conflict,
        "sees_all": request.user.is_admin,
    }
    return render(request, "people/hand_over.html", context, status=status)
