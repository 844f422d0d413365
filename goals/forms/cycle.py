"""Setting up a cycle. Its kind suggests the next dates of the company's fiscal calendar."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import DateInput, SegmentedRadio
from goals.forms.fields import model_field
from goals.models import Cycle

FIELDS = ["kind", "starts_on", "ends_on", "own_name"]


class CycleForm(forms.Form):
    kind = model_field(Cycle, "kind", widget=SegmentedRadio)
    starts_on = model_field(Cycle, "starts_on", widget=DateInput)
    ends_on = model_field(Cycle, "ends_on", widget=DateInput)
    own_name = model_field(
        Cycle,
        "own_name",
        help_text=gettext_lazy("Left empty, a quarter, half or year is named by its dates, in each language."),
    )

    def clean(self):
        values = super().clean()
        if values.get("kind") == Cycle.Kind.CUSTOM and not values.get("own_name"):
            self.add_error("own_name", _("Give it a name."))
        return values

    def fill(self, cycle):
        """Put what was typed on the cycle and return it, unsaved."""
        for name in FIELDS:
            setattr(cycle, name, self.cleaned_data[name])
        return cycle


def typed_from(cycle):
    return {name: getattr(cycle, name) for name in FIELDS}
