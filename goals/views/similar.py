from django.views.decorators.http import require_safe

from common.htmx import render_page
from common.ids import as_id
from goals.models import Objective
from goals.queries.similar import similar_objectives
from people.access import member_required

FOUND = {"similar-objectives": "goals/objectives/_similar.html"}
LONGEST_TITLE = Objective._meta.get_field("title").max_length


@require_safe
@member_required
def objective_similar(request):
    """Objectives like the ``title`` typed, or that of ``but``, which is not found itself: a page, and a fragment."""
    pk = as_id(request.GET.get("but", ""))
    written = Objective.objects.visible_to(request.user).filter(pk=pk).first() if pk else None
    title = request.GET.get("title", written.title if written else "")[:LONGEST_TITLE]
    context = {"title": title, "objectives": similar_objectives(title, request.user, but=pk)}
    return render_page(request, "goals/objectives/similar.html", context, fragments=FOUND)
