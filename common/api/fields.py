"""Fields of the API: exact numbers as text, and bodies that hold nothing unknown."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# At most 15 digits in all, 6 of them decimals, as on the pages.
NUMBER = r"^(?!-?(?:[0-9]\.?){16})-?[0-9]{1,15}(?:\.[0-9]{1,6})?$"


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+(?:\.[0-9]+)?$", "example": "92.5"})
class ValueText(serializers.Field):
    """An exact number as text, without trailing zeros: "92.5"."""

    def to_representation(self, value):
        return f"{value.normalize():f}"


@extend_schema_field({"type": "string", "pattern": NUMBER, "example": "92.5"})
class NewValueText(ValueText):
    """A number to store. Numbers of JSON are refused, because programs read them inexactly."""

    default_error_messages = {
        "invalid": _('Write the number as text of at most 15 digits, 6 of them decimals, like "92.5".'),
    }

    def to_internal_value(self, data):
        if not isinstance(data, str) or not re.fullmatch(NUMBER.strip("^$"), data):
            self.fail("invalid")
        return Decimal(data) + 0  # no negative zero


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{4}$", "example": "0.7250"})
class ShareText(serializers.Field):
    """A share as it is stored, with four decimals: "0.7250" is 72.5 %."""

    def to_representation(self, value):
        return f"{value:.4f}"


class NewText(serializers.CharField):
    """Text that is text: no number is taken for one."""

    def to_internal_value(self, data):
        return super().to_internal_value(data) if isinstance(data, str) else self.fail("invalid")


class NewInteger(serializers.IntegerField):
    """A whole number that is one: neither text nor a truth value is taken for it."""

    def to_internal_value(self, data):
        return super().to_internal_value(data) if type(data) is int else self.fail("invalid")


class NewTruth(serializers.BooleanField):
    """``true`` or ``false``, and nothing that reads like one of them."""

    def to_internal_value(self, data):
        return data if isinstance(data, bool) else self.fail("invalid", input=data)


class StrictSerializer(serializers.Serializer):
    """A body whose every field is known: a typing error is told, and nothing can be slipped in."""

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
