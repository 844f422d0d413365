"""The answers to a proposal: consent, with a word of how sure its owner is, or other terms and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, NumberField, SegmentedRadio
from goals.domain.terms import NEEDED_VALUES
from goals.forms.fields import model_field
from goals.models import Confidence, Consent, KeyResult, Proposal

NEGOTIABLE = ["target", "low", "high"]


def confidence_field(**options):
    """How sure an owner is to reach it: three words, none of which is chosen beforehand."""
    usual = {
        "label": Consent._meta.get_field("confidence").verbose_name,
        "help_text": _("It stands beside your consent, so that help can come early. It is no score."),
    }
    return forms.ChoiceField(choices=Confidence.choices, required=False, widget=SegmentedRadio, **usual | options)


class AnswerForm(forms.Form):
    """Says which proposal it answers."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(forms.Form):
    """What a ``person`` may say with their consent to ``proposal``: as its owner, how sure they are."""

    confidence = confidence_field()

    def __init__(self, *args, proposal, person, **kwargs):
        super().__init__(*args, **kwargs)
        if proposal.owner_id != person.pk:
            del self.fields["confidence"]


class PublishForm(forms.Form):
    """The same for each of the ``key_results`` that publishing a draft consents to."""

    def __init__(self, *args, key_results, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {key_result.pk: f"confidence-{key_result.pk}" for key_result in key_results}
        for key_result in key_results:
            label = _("How sure are you to reach “%(title)s”?") % {"title": key_result.title}
            helped = {"help_text": ""} if self.fields else {}  # said once
            self.fields[self.names[key_result.pk]] = confidence_field(label=label, **helped)

    def confidences(self):
        return {pk: self.cleaned_data[name] for pk, name in self.names.items()}


class CounterForm(AnswerForm):
    """``proposal`` lies on the table. Only the values its kind is measured by can be answered, by ``person``."""

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
    confidence = confidence_field()

    def __init__(self, *args, proposal, person, **kwargs):
        terms = {name: getattr(proposal, name) for name in [*NEGOTIABLE, "due_on", "support"]}
        super().__init__(*args, initial={"seen": proposal.number, **terms}, **kwargs)
        for name in set(NEGOTIABLE) - NEEDED_VALUES[KeyResult.Kind(proposal.kind)]:
            del self.fields[name]
        if proposal.owner_id != person.pk:
            del self.fields["confidence"]

    def terms(self):
        """What to hand to ``counter``."""
        values = self.cleaned_data
        return {
            "terms": {name: values[name] for name in [*NEGOTIABLE, "due_on"] if name in self.fields},
            **{name: values[name] for name in ("seen", "support", "reason", "confidence") if name in self.fields},
        }
