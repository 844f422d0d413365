from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.returning import return_address
from notifications.domain.help import close_help_request
from notifications.models import HelpRequest
from people.access import member_required


@require_POST
@member_required
def help_settle(request, pk):
    """Either of the two says that it is settled."""
    help_request = get_object_or_404(HelpRequest.objects.involving(request.user), pk=pk)
    close_help_request(help_request)
    if request.htmx:
        return render(request, "notifications/help/_settled.html", {"pk": pk})
    messages.success(request, _("Settled. Thank you."))
    return redirect(return_address(request))
