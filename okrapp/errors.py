"""What people see when something fails on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from common.api.problems import plain_answer

RETRY_SECONDS = 30


def server_error(request):
    """503 where the database is away or too busy, which passes; 500 for everything that does not.

    Neither answer may ask the database, so both are drawn without the request.
    """
    passes = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if request.path.startswith("/api/"):
        return api_error(passes)
    if passes:
        page = render_to_string("errors/503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"})
    return defaults.server_error(request)


def api_error(passes):
    if passes:
        detail = _("The database is not available at the moment. Try again in half a minute.")
        return plain_answer(503, "unavailable", detail, **{"Retry-After": RETRY_SECONDS})
    return plain_answer(500, "error", _("Something went wrong on our side."))
