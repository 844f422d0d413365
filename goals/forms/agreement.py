"""The answer to a proposal: other terms, the support they take, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, NumberField
from goals.domain.terms import NEEDED_VALUES
from goals.forms.fields import model_field
from goals.models import KeyResult, Proposal

NEGOTIABLE = ["target", "low", "high"]


class AnswerForm(forms.Form):
    """Says which proposal it answers."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class CounterForm(AnswerForm):
    """``proposal`` lies on the table. Only the values its kind is measured by can be answered."""

    target = NumberField(label=_("Target"))
    low = NumberField(label=_("Lower bound"))
    high = NumberField(label=_("Upper bound"))
    due_on = model_field(Proposal, "due_on", widget=DateInput)
    support = model_field(
        Proposal,
        "support",
        widget=forms.Textarea({"rows": 2}),
        help_text=_("People, time, money, a decision: what you need to keep to this."),
    )
    reason = model_field(
        Proposal,
        "reason",
        required=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What makes this challenging but reasonable. It stays in the trail."),
    )

    def __init__(self, *args, proposal, **kwargs):
        terms = {name: getattr(proposal, name) for name in [*NEGOTIABLE, "due_on", "support"]}
        super().__init__(*args, initial={"seen": proposal.number, **terms}, **kwargs)
        for name in set(NEGOTIABLE) - NEEDED_VALUES[KeyResult.Kind(proposal.kind)]:
            del self.fields[name]

    def terms(self):
        """What to hand to ``counter``."""
        values = self.cleaned_data
        return {
            "terms": {name: values[name] for name in [*NEGOTIABLE, "due_on"] if name in self.fields},
            **{name: values[name] for name in ("seen", "support", "reason")},
        }
