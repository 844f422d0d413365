"""Fields and facts that the forms of goals share."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import TextField
from django.utils import timezone

from common.forms import SegmentedRadio
from goals.models.fields import WORD_CHOICES, WORDS
from goals.wording import TONES

LIMITS = {MinValueValidator: "min_value", MaxValueValidator: "max_value"}


class LinesField(forms.CharField):
    """Text of several lines, which browsers end with CRLF: one LF, so that what was not touched has not changed."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def model_field(model, name, **options):
    """The form field of a model's column, so that label, length, limits and choices are said once."""
    column = model._meta.get_field(name)
    if isinstance(column, TextField) or isinstance(options.get("widget"), forms.Textarea):
        options = {"form_class": LinesField} | options
    limits = {LIMITS[type(each)]: each.limit_value for each in column.validators if type(each) in LIMITS}
    return column.formfield(**(limits | options))


def word_field(label):
    """The owner's word, in its colours."""
    tones = {word.value: TONES[word] for word in WORDS}
    return forms.ChoiceField(label=label, choices=WORD_CHOICES, widget=SegmentedRadio(tones=tones))


def opening(objective):
    """What a form remembers of the moment it was opened, to find out what others change meanwhile."""
    return {"version": objective.version, "opened_at": timezone.now().isoformat()}


def typed(form):
    """Everything as it was typed, to draw the form again without judging it."""
    return {name: form[name].data for name in form.fields}


def form_problems(form, where=""):
    """(id of the control, label, message) of each field that is wrong, for a summary on top."""
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        yield (
            (bound.id_for_label or bound.auto_id) if bound else "",
            " – ".join(part for part in (where, str(bound.label) if bound else "") if part),
            messages[0],
        )
