"""An audited value as a reader knows it: labels for choices, words for booleans, numbers and days as elsewhere."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext

from common.numbers import format_number
from common.text import printable


def value_word(field, text):
    """The text kept of a value, in words. What does not fit the field any more stays as it was written."""
    if not text:
        return ""
    text = printable(text)
    if choices := getattr(field, "flatchoices", None):
        return str({str(value): label for value, label in choices}.get(text, text))
    try:
        return typed_word(field, text)
    except (ValueError, ArithmeticError):
        return text


def typed_word(field, text):
    match field:
        case models.BooleanField():
            return yes_or_no(text == "True")
        case models.DecimalField():
            return format_number(Decimal(text), get_language())
        case models.DateTimeField():
            return date_format(localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
        case models.DateField():
            return date_format(date.fromisoformat(text), "DATE_FORMAT")
    return text


def yes_or_no(answer):
    return pgettext("answer", "Yes") if answer else pgettext("answer", "No")
