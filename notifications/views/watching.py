from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from notifications.domain.watches import set_watch


def take_watch(request, target):
    """What the button of ``notifications/_watch.html`` asks for, about something its presser may read."""
    is_watched = request.POST.get("watch") == "on"
    set_watch(target, request.user, is_watched=is_watched)
    said = _("You hear of it from now on.") if is_watched else _("You hear no more of it.")
    messages.success(request, said)
    return redirect(target)
