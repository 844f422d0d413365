"""The description of the API in OpenAPI, a page to read it on, and the answer at addresses that do not exist."""

from functools import cache

from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

DESCRIPTION = """
Figures, check-ins, objectives and KPIs for programs.

**Who asks.** Every request carries `Authorization: Bearer okr_…`, a token that a person makes under *API tokens* in
the profile (or an operator with `manage.py create_token`). It sees what that person sees and may do what that person
may do; one with the scope `read` changes nothing. Unknown, expired and revoked tokens get 401.

**Numbers** are text, exact to the last digit. Dates are days in the company's time zone, times are UTC.

**Lists** come in pages of 50 (`limit` up to 200); `next` is the address of the next page. Filters that do not exist
are refused, and so are fields.

**Problems** are `application/problem+json`: `type` for programs, `detail` and `errors` (by field) for people.
403 means you may look but not touch; 404 that there is no such thing for you; 409 that things stand against it;
429 that you asked too often, with `Retry-After`.

**Sending again.** PUT and PATCH may be repeated at will. POST takes an `Idempotency-Key` and is then done once.
"""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "example": "urn:okr:problem:invalid"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Sentences by the field at fault; `body` stands for all of it.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}


def complete(result, **kwargs):
    """A hook: explain the whole, and let every operation name the problem as what it answers otherwise."""
    result["info"]["description"] = DESCRIPTION.strip()
    result["components"]["schemas"]["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"description": "What did not work", "content": content}
    return result


@cache
def schema_text():
    """The description as JSON, in English; made once for each process."""
    with translation.override("en"):
        return OpenApiJsonRenderer().render(SchemaGenerator().get_schema(public=True))


@require_safe
def schema(request):
    """Open to everybody: it tells nothing that the source does not."""
    return HttpResponse(schema_text(), content_type="application/vnd.oai.openapi+json")


schema.login_required = False


class Docs(SpectacularSwaggerSplitView):
    """The description to read and try out; scripts come from this server alone."""

    url_name = "api-schema"
    template_name = "okrapp/api_docs.html"
    authentication_classes = permission_classes = throttle_classes = ()


class Unknown(APIView):
    """Every other address below the API."""

    @extend_schema(exclude=True)
    def get(self, request):
        raise NotFound

    post = put = patch = delete = get
