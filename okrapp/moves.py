"""What moved lately in the company: a page of its own, and a part of the home page that it fetches for itself."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.queries.feed import recent_moves
from people.access import member_required


@require_safe
@member_required
def moves(request):
    context = {"moves": recent_moves(request.user, timezone.now())}
    return render_page(request, "home/moves.html", context, fragments={"moves": "home/_moves.html"})
