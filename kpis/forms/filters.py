from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpis.models import Kpi
from kpis.thresholds import State
from kpis.wording import state_word
from people.queries import department_choices

ALL = ("", _("All"))
OF_THE_COMPANY = 0


class ScorecardFilterForm(forms.Form):
    """What the reader wants to see of the scorecard. Anything unknown asks for nothing."""

    SORTS = [
        ("", _("Category")),
        ("name", _("Name")),
        ("state", pgettext_lazy("KPI", "State")),
        ("attainment", _("Attainment")),
        ("owner", _("Owner")),
    ]

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[ALL, *Kpi.Category.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Kpi.Kind.choices])
    department = forms.TypedChoiceField(label=_("Department"), required=False, empty_value=None, coerce=int)
    state = forms.ChoiceField(label=pgettext_lazy("KPI", "State"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    def __init__(self, *args, company, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [
            ALL,
            (OF_THE_COMPANY, _("Company")),
            *department_choices(company),
        ]
        self.fields["state"].choices = [ALL, *((state.value, state_word(state)) for state in State)]
