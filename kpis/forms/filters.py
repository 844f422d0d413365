from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text import search_key
from kpis.models import Kpi
from kpis.periods import Frequency
from kpis.thresholds import State
from kpis.wording import state_word
from people.queries import department_choices

ALL = ("", _("All"))
OF_THE_COMPANY = 0
MONTHS_FIRST = sorted(Kpi.Frequency, key=lambda each: each != Kpi.Frequency.MONTH)


class KpiFilterForm(forms.Form):
    """Which of the KPIs that a person may read are wanted. Anything unknown asks for nothing."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Kpi.Kind.choices])
    department = forms.TypedChoiceField(label=_("Department"), required=False, empty_value=None, coerce=int)
    owner = forms.TypedChoiceField(label=_("Owner"), required=False, empty_value=None, coerce=int)

    def __init__(self, *args, company, kpis, **kwargs):
        super().__init__(*args, **kwargs)
        self.kpis = kpis
        self.fields["department"].choices = [
            ALL,
            (OF_THE_COMPANY, _("Company")),
            *department_choices(company),
        ]
        self.fields["owner"].choices = [ALL, *owners_of(kpis)]

    @property
    def wanted(self):
        return self.cleaned_data if self.is_valid() else {}

    def fitting(self):
        """Those of the KPIs that the reader asks for, in their order."""
        wanted = self.wanted
        words = search_key(wanted.get("q", "")).split()
        exact = {
            "category": wanted.get("category"),
            "kind": wanted.get("kind"),
            "owner_id": wanted.get("owner"),
        }
        exact = {name: value for name, value in exact.items() if value}
        place = wanted.get("department")
        return [
            kpi
            for kpi in self.kpis
            if all(getattr(kpi, name) == value for name, value in exact.items())
            and place in {None, kpi.department_id or OF_THE_COMPANY}
            and all(word in kpi.search_text for word in words)
        ]


def owners_of(kpis):
    """(id, name) of everyone who owns one of them, by name."""
    owners = {kpi.owner_id: kpi.owner for kpi in kpis}
    return [(pk, owner.name) for pk, owner in sorted(owners.items(), key=lambda each: each[1].sort_key)]


class ScorecardFilterForm(KpiFilterForm):
    SORTS = [
        ("", _("Category")),
        ("name", _("Name")),
        ("state", pgettext_lazy("KPI", "State")),
        ("attainment", _("Attainment")),
        ("owner", _("Owner")),
    ]

    category = forms.ChoiceField(label=_("Category"), required=False, choices=[ALL, *Kpi.Category.choices])
    state = forms.ChoiceField(label=pgettext_lazy("KPI", "State"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    field_order = ["q", "category", "kind", "department", "owner", "state", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [ALL, *((state.value, state_word(state)) for state in State)]


class BowlerFilterForm(KpiFilterForm):
    """``frequency`` is one that a KPI has: every month where nothing is asked for, else the finest there is."""

    frequency = forms.ChoiceField(label=_("Periods"))
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[ALL, *Kpi.Category.choices])

    field_order = ["frequency", "q", "category", "kind", "department", "owner"]

    def __init__(self, data, *, kpis, **kwargs):
        measured = {kpi.frequency for kpi in kpis}
        self.usual = next((each for each in MONTHS_FIRST if each in measured), Kpi.Frequency.MONTH)
        super().__init__({"frequency": self.usual} | data.dict(), kpis=kpis, **kwargs)
        self.fields["frequency"].choices = [each for each in Kpi.Frequency.choices if each[0] in measured]

    @property
    def frequency_shown(self):
        return Frequency(self.wanted.get("frequency", self.usual))
