"""The bell, and how much is due this week: every page fetches both once it stands, so that none pays for them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goals.queries.week import week_of_request
from notifications.queries.centre import MOST_COUNTED, unread_count
from people.access import member_required


@require_safe
@member_required
def bell(request):
    """The numbers of what is not read and of what is due; 204 where both are those that stand there."""
    unread, due = unread_count(request.user), len(week_of_request(request).due)
    seen = f"{unread}-{due}"
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    shown = f"{MOST_COUNTED}+" if unread > MOST_COUNTED else unread
    return render(request, "layouts/_bell.html", {"seen": seen, "unread": unread, "shown": shown, "due": due})
