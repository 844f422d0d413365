"""Typing one actual."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import NumberField
from goals.forms.fields import model_field
from kpis.domain.errors import KpiError
from kpis.domain.measurements import check_begun
from kpis.models import MeasurementEntry
from kpis.periods import Frequency, NotAPeriod, parse_key
from kpis.wording import period_name, value_text

KEYS_BY_EXAMPLE = {
    Frequency.DAY: "2026-11-21",
    Frequency.WEEK: "2026-W47",
    Frequency.MONTH: "2026-11",
    Frequency.QUARTER: "2026-Q3",
    Frequency.HALF: "2026-H1",
    Frequency.YEAR: "2026",
}


class RecordForm(forms.Form):
    """``figures`` are those of the periods to choose from, oldest first; the last one is under way."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    other = forms.CharField(label=gettext_lazy("Or an earlier period"), required=False, max_length=10)
    value = NumberField(label=gettext_lazy("Actual"))
    note = model_field(MeasurementEntry, "note", widget=forms.Textarea({"rows": 2}))

    use_required_attribute = False

    def __init__(self, *args, kpi, figures, today, **kwargs):
        self.kpi, self.today = kpi, today
        super().__init__(*args, initial={"period": waiting(figures).period.key}, **kwargs)
        self.fields["period"].choices = [(each.period.key, choice_text(kpi, each)) for each in reversed(figures)]
        self.fields["value"].label = f"{_('Actual')} ({kpi.unit})" if kpi.unit else _("Actual")
        example = KEYS_BY_EXAMPLE[Frequency(kpi.frequency)]
        self.fields["other"].help_text = _("As its key, such as %(key)s.") % {"key": example}

    def parsed(self, key):
        return parse_key(key, Frequency(self.kpi.frequency), self.kpi.company.fiscal_year_start_month)

    def clean_period(self):
        return self.parsed(self.cleaned_data["period"])

    def clean_other(self):
        typed = self.cleaned_data["other"].strip().upper()
        if not typed:
            return None
        try:
            period = self.parsed(typed)
            check_begun(period, self.today)
        except NotAPeriod as error:
            raise forms.ValidationError(_("No period of this KPI has that key.")) from error
        except KpiError as error:
            raise forms.ValidationError(str(error)) from error
        return period

    def terms(self):
        """What record_measurement takes."""
        values = self.cleaned_data
        return {"period": values["other"] or values["period"], "value": values["value"], "note": values["note"]}


def waiting(figures):
    """The latest period that is over and has no actual; where there is none, the one under way."""
    return next((each for each in reversed(figures[:-1]) if each.actual is None), figures[-1])


def choice_text(kpi, figure):
    """The period, with what is recorded for it."""
    name = period_name(figure.period, kpi.company.fiscal_year_start_month)
    if figure.actual is None:
        return name
    return _("%(period)s (now %(value)s)") % {"period": name, "value": value_text(kpi, figure.actual)}
