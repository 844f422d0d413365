"""The small forms behind single acts: state a status, drop for a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput
from goals.forms.fields import LinesField, model_field, word_field
from goals.models import KeyResult, Objective
from notifications.models.comment import LONGEST_COMMENT


class StatusForm(forms.Form):
    """The owner's own word on an objective, beside what its key results add up to."""

    status = word_field(_("Status"))
    reason = model_field(
        Objective,
        "stated_reason",
        required=True,
        label=_("Why"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands beside the objective until the next check-in below it."),
    )


class SendBackForm(forms.Form):
    """What a draft still needs; it becomes a comment on it."""

    text = LinesField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What is good about it, and what is still needed."),
    )


class DropForm(forms.Form):
    """Why work on a key result ends without reaching it."""

    reason = model_field(
        KeyResult,
        "closing_reason",
        required=True,
        label=_("Why it is dropped"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What changed, or what was learned. It stays with the history."),
    )


class PauseForm(forms.Form):
    """Why a key result rests, and until when."""

    reason = model_field(
        KeyResult,
        "pause_reason",
        required=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you wait for, or what comes first. Colleagues read it beside the key result."),
    )
    resumes_on = model_field(
        KeyResult,
        "resumes_on",
        required=False,
        widget=DateInput,
        help_text=_("From this day on it asks for check-ins again by itself. Left empty, it rests until you say so."),
    )
