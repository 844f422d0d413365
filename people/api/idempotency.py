"""The header ``Idempotency-Key``: a request that may be sent again without being done again."""

import json
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from common.api.problems import Conflict
from people.domain.idempotency import KeyReused, StillRunning, do_once, fingerprint_of

HEADER = "Idempotency-Key"
KEY = r"^[!-~]{1,255}$"
PARAMETER = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": KEY},
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "Any text of your own for this one request, such as a UUID. Sent again within 24 hours with the same body, "
        "the request is answered as the first time and not done again; with another body the answer is 422, and "
        "409 while the first is still being worked on. What was refused is not remembered."
    ),
)


class KeyStandsForAnother(APIException):
    status_code = 422
    default_detail = gettext_lazy("This key has been used for another request.")
    default_code = "idempotency_key_reused"


class InFlight(Conflict):
    default_detail = gettext_lazy("The same request is being worked on. Ask again in a moment.")
    default_code = "idempotency_key_in_use"
    wait = 1


def answer_once(request, work):
    """Answer with what ``work`` returns, (status, data), doing it once for each key and token."""
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(KEY.strip("^$"), key):
        raise ValidationError({HEADER: [_("Send 1 to 255 letters, digits or signs of your own for each request.")]})
    fingerprint = fingerprint_of(request.method.encode(), request.path.encode(), request.body)
    try:
        status, text = do_once(request.auth, key, fingerprint, lambda: as_text(work()))
    except KeyReused as error:
        raise KeyStandsForAnother from error
    except StillRunning as error:
        raise InFlight from error
    return Response(json.loads(text), status=status)


def as_text(answer):
    status, data = answer
    return status, json.dumps(data, ensure_ascii=False)
