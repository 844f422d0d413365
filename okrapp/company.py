from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goals.models import Objective
from okrapp.board_page import board_page
from okrapp.department import department_rows
from people.access import member_required
from people.models import User


@require_safe
@member_required
def company(request):
    """The company's own objectives, and every department's number beside them."""
    user = request.user

    def surroundings():
        departments = [department for department, _depth in user.company.tree.walk()]
        return {
            "title": user.company.name,
            "crumbs": [],
            "subtitle": {"manager": None, "people": User.objects.active().colleagues_of(user).count()},
            "children": department_rows(request, departments),
            "children_title": _("Departments"),
        }

    return board_page(request, level=Objective.Level.COMPANY, surroundings=surroundings)
