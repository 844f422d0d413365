"""Filters of lists. What is not known is refused, so that a typing error never answers with everything."""

from django import forms
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from common.api.pages import LAST_ID, PARAMETERS


class IdField(forms.IntegerField):
    """An id to look for. One that no row can have finds none, like any other that is not there."""

    def to_python(self, value):
        number = super().to_python(value)
        return number if number is None else max(0, min(number, LAST_ID))


class IdFilter(filters.NumberFilter):
    field_class = IdField


@extend_schema_field({"type": "boolean"})
class YesNoFilter(filters.TypedChoiceFilter):
    """``true`` or ``false``, and nothing else."""

    def __init__(self, **kwargs):
        super().__init__(choices=[("true", "true"), ("false", "false")], coerce=lambda text: text == "true", **kwargs)


class StrictFilters(filters.DjangoFilterBackend):
    def filter_queryset(self, request, queryset, view):
        known = {*PARAMETERS, *getattr(getattr(view, "filterset_class", None), "base_filters", ())}
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError({name: [_("There is no such filter.")] for name in unknown})
        empty = sorted(name for name, value in request.query_params.items() if not value and name not in PARAMETERS)
        if empty:
            raise ValidationError({name: [_("Give a value, or leave the filter out.")] for name in empty})
        return super().filter_queryset(request, queryset, view)
