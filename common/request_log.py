"""One line a request, and a number by which all lines of a request are found."""

import logging
import re
import time
from uuid import uuid4

from django.conf import settings

from common.logs import REQUEST_ID, masked_path

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

logger = logging.getLogger("requests")


class RequestLogMiddleware:
    """Stands first. Query strings are never logged, nor parts of a path that may be tokens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id = id_of(request)
        token = REQUEST_ID.set(request_id)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            note(request, response, round((time.perf_counter() - began) * 1000))
        finally:
            REQUEST_ID.reset(token)
        response.headers[HEADER] = request_id
        return response


def id_of(request):
    """The number the proxy gave, if there is a proxy to trust, else a new one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if SANE.fullmatch(given) else uuid4().hex


def note(request, response, ms):
    fields = {"method": request.method, "path": masked_path(request.path), "status": response.status_code, "ms": ms}
    logger.info("%(method)s %(path)s %(status)d in %(ms)d ms", fields, extra=fields)
