"""Initiatives in time: when each begins and ends, what waits for what, and what is late."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.forms.initiative_filter import TimelineFilterForm
from goals.queries.timeline import months_later, timeline_of, window_of
from goals.views.initiatives import filtered
from people.access import member_required

REGION = {"timeline": "goals/initiatives/_timeline.html"}


@require_safe
@member_required
def timeline(request):
    _scope, form, context = filtered(request, usual="all", form_class=TimelineFilterForm)
    today = request.user.company.today()
    window = window_of(form.wanted.get("zoom"), form.wanted.get("start"), today)
    group_of = by_owner if form.wanted.get("group") == "owner" else by_department(request.user.company.tree)
    context |= {
        "timeline": timeline_of(form.fitting(), window, today, group_of),
        "before": address(request, window, -window.scale.step),
        "after": address(request, window, window.scale.step),
        "now": address(request),
        "window": window,
        "opens_at_today": form.wanted.get("start") is None,
    }
    return render_page(request, "goals/initiatives/timeline.html", context, fragments=REGION)


def by_owner(initiative):
    return (initiative.owner.sort_key, initiative.owner_id), initiative.owner.name


def by_department(tree):
    """Departments in the order of the tree, those without one last."""
    places = {department.pk: (place, department.name) for place, (department, _depth) in enumerate(tree.walk())}
    nowhere = (len(places), _("no department"))
    return lambda initiative: places.get(initiative.owner.department_id, nowhere)


def address(request, window=None, months=0):
    """This page with the same filter, some months on; without a window: around today."""
    asked = request.GET.copy()
    asked.pop("start", None)
    if window:
        asked["start"] = months_later(window.start, months).isoformat()
    return f"{request.path}?{asked.urlencode()}"
