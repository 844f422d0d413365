"""One press of a button: do it, or say why not; back to the page of what it was about either way."""

from django.contrib import messages
from django.shortcuts import redirect

from common.refusals import Refusal


def act(request, verb, subject, *, said, undo="", **terms):
    """Call a domain function on the subject and say ``said``; ``undo`` is the address that takes it back."""
    try:
        verb(subject, actor=request.user, **terms)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said, extra_tags=undo)
    return redirect(subject)
