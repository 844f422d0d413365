"""What people add to a KPI's chart: a note on a day, a new baseline."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.forms import DateInput
from goals.forms.fields import model_field
from kpis.models import Baseline, KpiNote


class NoteForm(forms.Form):
    text = model_field(
        KpiNote, "text", help_text=gettext_lazy("Such as a campaign, a holiday or an outage, in a few words.")
    )
    on = model_field(KpiNote, "on", widget=DateInput, label=pgettext_lazy("date", "Day"))

    use_required_attribute = False

    def __init__(self, *args, note=None, today, **kwargs):
        initial = {"on": note.on, "text": note.text} if note else {"on": today}
        super().__init__(*args, initial=initial, **kwargs)


class BaselineForm(forms.Form):
    starts_on = model_field(
        Baseline,
        "starts_on",
        widget=DateInput,
        help_text=gettext_lazy("The period that holds this day is the first of the new limits."),
    )
    reason = model_field(
        Baseline, "reason", help_text=gettext_lazy("What has changed for good, so that earlier values say nothing?")
    )

    use_required_attribute = False
