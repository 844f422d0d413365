"""Putting a check-in right: the same things it says, as they should have been."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import SegmentedRadio
from goals.domain.check_ins import Entry
from goals.forms.acts import WORD_CHOICES, WORD_TONES
from goals.forms.fields import NumberField, model_field
from goals.models import CheckIn


class CorrectionForm(forms.Form):
    """``check_in`` is the row to replace; of a milestones key result the boxes stand for the value."""

    value = NumberField(label=_("Value"))
    done_milestones = forms.TypedMultipleChoiceField(
        label=_("Milestones done"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    status = forms.ChoiceField(label=_("Status"), choices=WORD_CHOICES, widget=SegmentedRadio(tones=WORD_TONES))
    note = model_field(CheckIn, "note", widget=forms.Textarea({"rows": 3}))
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, check_in, **kwargs):
        fields = ("value", "done_milestones", "status", "note")
        initial = {name: getattr(check_in, name) for name in fields} | {"request_key": uuid.uuid4()}
        super().__init__(*args, initial=initial, **kwargs)
        key_result = check_in.key_result
        if key_result.has_milestones:
            del self.fields["value"]
            milestones = key_result.milestones.all()
            self.fields["done_milestones"].choices = [(step.pk, step.name) for step in milestones]
        else:
            del self.fields["done_milestones"]

    @property
    def entry(self):
        """What was typed, as goals.domain.check_ins takes it."""
        values = self.cleaned_data
        return Entry(
            status=values["status"],
            value=values.get("value"),
            done_milestones=values.get("done_milestones", []),
            note=values["note"],
        )
