"""Asking for the password once more before something that outlives the session."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required

RECENT_SECONDS = 10 * 60


def recent_sign_in_required(view):
    """What is sent waits until the person has confirmed who they are, unless they did within ten minutes."""
    return reauthentication_required(view, allow_get=True, enabled=is_long_ago)


def is_long_ago(request):
    """Whether the last sign-in or confirmation of this session is older than that, or unknown."""
    last = max((record["at"] for record in get_authentication_records(request, request.user)), default=0)
    return time.time() - last >= RECENT_SECONDS
