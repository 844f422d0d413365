from django.utils import timezone
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.queries.cycles import selected_cycle
from goals.queries.load import load_note
from goals.queries.person import portfolio_of
from goals.rules import see_growth_notes, see_load
from goals.wording import row_words
from people.access import access_person, member_required
from people.rules import hand_over_of


@require_safe
@member_required
def person(request, pk):
    """What one colleague owns and carries in the selected cycle."""
    found = access_person(request.user, pk)
    cycle = selected_cycle(request)
    context = {
        "person": found,
        "may_hand_over": hand_over_of(request.user, found),
        "load": load_note(found, request.user) if see_load(request.user, found) else "",
        "managers": managers(request.user.company.tree, found),
        "cycle": cycle,
        "sees_growth": cycle and see_growth_notes(request.user, found),
        "portfolio": cycle and portfolio_of(found, request.user, cycle, timezone.now()),
        "words": row_words(),
    }
    return render_page(request, "dashboard/person.html", context)


def managers(tree, person):
    """The person's manager line, nearest first; never themselves."""
    return [manager for manager in tree.managers(person.department_id) if manager.pk != person.pk]
