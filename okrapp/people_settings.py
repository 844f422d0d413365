"""Deactivating a person: the one page of the people settings that has to look into goals."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from goals.models import Cycle, KeyResult, Objective
from people.access import access_person, admin_required
from people.domain.accounts import deactivate_person
from people.domain.errors import PeopleError
from people.models import Department

OPEN_STATES = [Objective.State.DRAFT, Objective.State.ACTIVE]


@dataclass(frozen=True)
class LeftBehind:
    """What stays in a person's name and needs somebody else once they cannot act."""

    key_results: list
    objectives: list
    departments: list

    @property
    def is_empty(self):
        return not (self.key_results or self.objectives or self.departments)


def left_behind(person):
    """Open key results, drafts and running objectives, and departments managed: three queries."""
    closed = Cycle.Stage.CLOSED
    key_results = KeyResult.objects.live().filter(owner=person).exclude(objective__cycle__stage=closed)
    objectives = Objective.objects.filter(owner=person, state__in=OPEN_STATES).exclude(cycle__stage=closed)
    return LeftBehind(
        list(key_results.select_related("objective").order_by("due_on", "pk")),
        list(objectives.order_by("cycle", "pk")),
        list(Department.objects.filter(manager=person)),
    )


@require_http_methods(["GET", "POST"])
@admin_required
def person_deactivate(request, pk):
    """Show what the person leaves behind, then end their access."""
    person = access_person(request.user, pk)
    refusal = None
    if request.method == "POST":
        try:
            deactivate_person(person, actor=request.user)
        except PeopleError as error:
            refusal = str(error)
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.name})
            return redirect("settings-person", pk)
    context = {"person": person, "left": left_behind(person), "refusal": refusal}
    return render_page(request, "people/settings/deactivate.html", context, status=422 if refusal else 200)
