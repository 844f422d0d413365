"""How every form looks and behaves: one renderer, and the few controls browsers do not have."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.ids import LONGEST_ID, as_id
from common.numbers import NumberError, format_number, parse_number


class FocusingBoundField(forms.BoundField):
    """A field that takes the focus when it is the first one with something wrong in it."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if self._is_first_invalid() and not self.use_fieldset:
            attrs["autofocus"] = True
        return attrs

    def _is_first_invalid(self):
        if not self.form.is_bound or not self.errors:
            return False
        return next((name for name in self.form.fields if name in self.form.errors), None) == self.name


class FormRenderer(TemplatesSetting):
    """Draw ``{{ form }}`` and ``{{ field.as_field_group }}`` with the product's own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = FocusingBoundField


class DecimalInput(forms.TextInput):
    """A number as people type it: full-width digits and 万 included, which ``type=number`` refuses."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "num", **(attrs or {})})


class NumberField(forms.CharField):
    """An exact Decimal from a number as people type it (see common.numbers.parse_number)."""

    widget = DecimalInput
    default_error_messages = {"required": _("Enter a number.")}

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return parse_number(text)
        except NumberError as error:
            raise ValidationError(error.message, code=error.code, params=error.params) from error

    def prepare_value(self, value):
        return format_number(value, get_language()) if isinstance(value, Decimal) else value


class RowsField(forms.ModelMultipleChoiceField):
    """Rows chosen by id. An id too long for the database is as unknown as any other, not an error of ours."""

    def clean(self, value):
        for pk in value or ():
            if as_id(str(pk)) is None:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": str(pk)[:LONGEST_ID]})
        return super().clean(value)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class SegmentedRadio(forms.RadioSelect):
    """Radios in one strip. ``tones`` maps a choice to the tone and shape of its state."""

    template_name = "components/segmented.html"

    def __init__(self, attrs=None, choices=(), tones=None):
        super().__init__(attrs, choices)
        self.tones = tones or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["tone"] = self.tones.get(str(value), "")
        if option["tone"]:
            option["attrs"]["class"] = f"tone-{option['tone']}"
        return option
