"""A person's own action items that are due soon: a page of its own, and a part of home that it fetches for itself."""

from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.queries.due_items import due_items
from people.access import member_required

REGION = "my-items"


@require_safe
@member_required
def my_items(request):
    return show_my_items(request)


def show_my_items(request):
    """The page, or the part that a tick changes."""
    context = {"rows": due_items(request.user, request.user.company.today())}
    parts = {REGION: "goals/initiatives/_my_items.html"}
    return render_page(request, "goals/initiatives/my_items.html", context, fragments=parts)
