"""The notification centre, and the bell that leads there."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST, require_safe

from common.htmx import render_page
from common.ids import as_id
from notifications.domain.reading import mark_all_read, mark_read
from notifications.models import Notification
from notifications.queries.centre import centre_page, rows_of
from people.access import member_required


@require_safe
@member_required
def notifications(request):
    """Everything the person should know or has known, the newest first."""
    before = as_id(request.GET.get("before", ""))
    context = {"page": centre_page(request.user, before=before), "is_first": before is None}
    return render_page(request, "notifications/centre.html", context)


@require_GET
@member_required
def notification(request, pk):
    """Go to what it is about; where that may no longer be read, back to the centre. It counts as read from now on."""
    found = get_object_or_404(Notification.objects.select_related("activity__actor"), pk=pk, person=request.user)
    mark_read(found)
    [row] = rows_of([found], request.user)
    return redirect(row.told.url if row.told else "notifications")


@require_POST
@member_required
def notifications_read(request):
    """Everything that was on the page, and all older, is read."""
    mark_all_read(request.user, up_to=as_id(request.POST.get("up_to", "")) or 0)
    return redirect("notifications")
