from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.queries.cycles import selected_cycle
from goals.queries.person import portfolio_of
from people.access import access_person, member_required
from people.models import User


@require_safe
@member_required
def person(request, pk):
    """What one colleague owns and carries in the selected cycle."""
    found = access_person(request.user, pk)
    cycle = selected_cycle(request)
    context = {
        "person": found,
        "managers": managers(request.user.company.tree, found),
        "cycle": cycle,
        "portfolio": cycle and portfolio_of(found, request.user, cycle, timezone.now()),
        "words": {"owner": _("Owner"), "pace": _("Pace"), "check_in": _("Check in")},
    }
    return render_page(request, "dashboard/person.html", context)


def managers(tree, person) -> list[User]:
    """The person's manager line, nearest first; never themselves."""
    line = {
        department.manager.pk: department.manager
        for department in tree.path(person.department_id)
        if department.manager and department.manager.is_active and department.manager_id != person.pk
    }
    return list(line.values())
