"""What people see when something fails on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

RETRY_SECONDS = 30


def server_error(request):
    """503 where the database is away or too busy, which passes; 500 for everything that does not.

    Neither page may ask the database, so both are drawn without the request.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = render_to_string("errors/503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"})
    return defaults.server_error(request)
