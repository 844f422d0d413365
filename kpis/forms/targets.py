"""Targets of single periods, a row each; a blank row follows the KPI's own target."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.forms import NumberField
from goals.forms.fields import opening, typed
from kpis.periods import KpiPeriod
from kpis.wording import target_text

VALUE, RANGE = ("target",), ("low", "high")


@dataclass(frozen=True)
class TargetRow:
    """One period with its fields, each as (heading, bound field).

    ``passed_over``: what it asked for before the direction changed, which saving takes away; else "".
    """

    period: KpiPeriod
    name: str
    fields: list
    passed_over: str


class TargetsForm(forms.Form):
    """``periods`` maps each KpiPeriod to its name; ``own`` maps period keys to Target rows."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, kpi, periods, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.kpi, self.periods, self.own = kpi, periods, own
        self.asked = RANGE if kpi.is_range else VALUE
        self.headings = {"target": pgettext("KPI", "Target"), "low": _("Lower bound"), "high": _("Upper bound")}
        for period, name in periods.items():
            for part in self.asked:
                label = f"{self.headings[part]}, {name}"
                initial = getattr(own.get(period.key), part, None)
                self.fields[f"{part}-{period.key}"] = NumberField(label=label, required=False, initial=initial)

    def rows(self):
        for period, name in self.periods.items():
            fields = [(self.headings[part], self[f"{part}-{period.key}"]) for part in self.asked]
            yield TargetRow(period, name, fields, self.passed_over(period))

    def passed_over(self, period):
        own = self.own.get(period.key)
        return "" if own is None or self.kpi.is_asked_by(own) else target_text(self.kpi, own.as_asked())

    def clean(self):
        values = super().clean()
        for period in self.periods if self.asked == RANGE else ():
            low, high = (values.get(f"{part}-{period.key}") for part in RANGE)
            if (low is None) != (high is None):
                self.add_error(f"low-{period.key}", _("Enter both bounds, or neither."))
            elif low is not None and low > high:
                self.add_error(f"low-{period.key}", _("The lower bound lies above the upper one."))
        return values

    def redrawn(self, kpi):
        """The form with all that was typed, unjudged, as opened now on the KPI as it is now."""
        return type(self)(kpi=kpi, periods=self.periods, own=self.own, initial=typed(self) | opening(kpi))

    def changes(self):
        """(period, {target, or low and high}) of the rows that say something new."""
        for period in self.periods:
            names = [f"{part}-{period.key}" for part in self.asked]
            values = [self.cleaned_data[name] for name in names]
            if self.passed_over(period) or values != [self.fields[name].initial for name in names]:
                yield period, dict(zip(self.asked, values, strict=True))
