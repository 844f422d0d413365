from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.numbers import format_points
from goals.models import Objective
from goals.queries.board import numbers_of
from goals.queries.cycles import selected_cycle
from goals.wording import direction, percent_text
from okrapp.board_page import board_page
from people.access import member_required
from people.models import User


@require_safe
@member_required
def department(request, pk):
    """One department's own objectives, with its child departments beside them."""
    tree = request.user.company.tree
    found = tree.get(pk)
    if found is None:
        raise Http404

    def surroundings():
        return {
            "title": found.name,
            "crumbs": crumbs(tree, found),
            "subtitle": subtitle(request.user, tree, found),
            "children": department_rows(request, tree.children[pk]),
        }

    return board_page(request, level=Objective.Level.DEPARTMENT, department_id=pk, surroundings=surroundings)


def crumbs(tree, department):
    above = [(each.name, each.get_absolute_url()) for each in reversed(tree.path(department.parent_id))]
    return [(_("Company"), reverse("company")), *above, (department.name, "")]


def subtitle(user, tree, department):
    people = User.objects.active().filter(department__in=tree.below(department.pk)).count()
    return {
        "manager": department.manager if department.manager and department.manager.is_active else None,
        "people": people,
    }


def department_rows(request, departments):
    """Each department's own number and change since last week, not mixed with the level above."""
    cycle = selected_cycle(request)
    if cycle is None or not departments:
        return []
    numbers = numbers_of(request.user, cycle, timezone.now(), [department.pk for department in departments])
    return [department_row(department, *numbers.get(department.pk, (None, None))) for department in departments]


def department_row(department, progress, change):
    return {
        "name": department.name,
        "url": department.get_absolute_url(),
        "manager": department.manager.name if department.manager else "",
        "progress": percent_text(progress),
        "change": format_points(change),
        "direction": direction(change),
    }
