"""How the API says that something did not work: RFC 9457, with the fields at fault under ``errors``."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.views import exception_handler

from common.refusals import Refusal

CONTENT_TYPE = "application/problem+json"
WHOLE_BODY = "body"


class Conflict(exceptions.APIException):
    status_code = 409
    default_detail = gettext_lazy("This cannot be done as things stand.")
    default_code = "conflict"


def answer_problem(error, context):
    """The ``EXCEPTION_HANDLER``: a problem for everything expected, None (and so a 500) for the rest."""
    error = as_api_error(error)
    response = exception_handler(error, context)
    if response is not None:
        response.data = told(error)
        response.content_type = CONTENT_TYPE
    return response


def as_api_error(error):
    """What the pages raise, as the API raises it. Every 404 reads alike."""
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, Refusal):
        return exceptions.ValidationError({error.field: [str(error)]}) if error.field else Conflict(str(error))
    return error


def told(error):
    """The problem as data."""
    if isinstance(error, exceptions.ValidationError):
        detail = _("Look at the fields named under “errors”.")
        return problem(400, "invalid", detail, errors=by_field(error.detail))
    return problem(error.status_code, error.detail.code, str(error.detail))


def problem(status, code, detail, **more):
    """``type`` never changes and is for programs; ``detail`` is for people, in the token owner's language."""
    title = code.replace("_", " ").capitalize()
    return {"type": f"urn:okr:problem:{code}", "title": title, "status": status, "detail": detail, **more}


def by_field(detail):
    """{field: [sentence, …]} of whatever shape a ValidationError has."""
    if not isinstance(detail, dict):
        return {WHOLE_BODY: sentences(detail)}
    return {str(name): sentences(found) for name, found in detail.items()}


def sentences(found):
    if isinstance(found, dict):
        return [sentence for inner in found.values() for sentence in sentences(inner)]
    if isinstance(found, list):
        return [sentence for inner in found for sentence in sentences(inner)]
    return [str(found)]


def plain_answer(status, code, detail, **headers):
    """A problem told outside of the API's own views."""
    return JsonResponse(problem(status, code, detail), status=status, content_type=CONTENT_TYPE, headers=headers)
