"""Lists in pages: rows in the order of their ids, the next page told by the last id seen."""

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from common.ids import LONGEST_ID

USUAL, LARGEST = 50, 200
LAST_ID = 10**LONGEST_ID - 1
PARAMETERS = {"after": (0, LAST_ID), "limit": (1, LARGEST)}
EXPLAINED = {
    "after": "Only rows with a larger id. `next` of an answer has it filled in.",
    "limit": f"How many rows at most; {USUAL} unless told.",
}


class AfterId(BasePagination):
    """Costs the same on every page, and rows that are added meanwhile shift nothing."""

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        limit = number(request, "limit", USUAL)
        rows = list(queryset.filter(pk__gt=number(request, "after", 0)).order_by("pk")[: limit + 1])
        self.last_id = rows[limit - 1].pk if len(rows) > limit else None
        return rows[:limit]

    def get_paginated_response(self, data):
        return Response({"next": self.next_address(), "results": data})

    def next_address(self):
        if self.last_id is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "after", self.last_id)

    def get_paginated_response_schema(self, schema):
        following = {"type": "string", "format": "uri", "nullable": True, "description": "The next page, if any."}
        properties = {"next": following, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": name,
                "in": "query",
                "description": EXPLAINED[name],
                "schema": {"type": "integer", "minimum": least, "maximum": most},
            }
            for name, (least, most) in PARAMETERS.items()
        ]


def number(request, name, usual):
    """The query parameter as a number within its bounds. Raises ValidationError."""
    text = request.query_params.get(name)
    if text is None:
        return usual
    least, most = PARAMETERS[name]
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID and least <= int(text) <= most):
        raise ValidationError({name: [f"{least}–{most}"]})
    return int(text)
