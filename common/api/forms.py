"""What is sent to the API, judged by the form of the pages: one set of rules, and one sentence, for both."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from common.api.problems import WHOLE_BODY


def as_typed(form):
    """What a browser would send for a form that is not bound: everything as it stands."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def sent_as_typed(values):
    """Values of a body as a browser would send them: null empties a field."""
    return {name: "" if value is None else value for name, value in values.items()}


def chosen(field, labels, key):
    """What a person would type for the thing with that key; "" for None. Raises ValidationError at the field."""
    if key is None:
        return ""
    if key not in labels:
        raise ValidationError({field: [_("There is none with this id that can be chosen here.")]})
    return labels[key]


def refuse_invalid(form):
    """Raise ValidationError with the form's sentences unless it is valid."""
    if not form.is_valid():
        raise ValidationError(
            {WHOLE_BODY if name == NON_FIELD_ERRORS else name: told for name, told in form.errors.items()}
        )
