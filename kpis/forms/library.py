from django import forms
from django.utils.translation import gettext_lazy as _

from kpis.forms.filters import ALL
from kpis.models import Kpi
from kpis.queries.library import DEPARTMENTS


class LibraryFilterForm(forms.Form):
    """What the reader looks for in the library. Anything unknown asks for nothing."""

    q = forms.CharField(label=_("Text"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[ALL, *Kpi.Category.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Kpi.Kind.choices])
    department = forms.ChoiceField(label=_("Department"), required=False, choices=[ALL, *DEPARTMENTS.items()])
