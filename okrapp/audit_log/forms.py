from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.forms import DateInput
from common.named_fields import NamedField
from people.audited import Group, everything
from people.directories import colleagues_directory
from people.person_input import PersonInput

ALL = ("", gettext_lazy("All"))
# Days that begin in every zone; those at the ends of the calendar have no moment in UTC.
DAYS = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class AuditFilterForm(forms.Form):
    """Which entries of the audit log are wanted; ``object`` is the id of one object of that kind."""

    q = forms.CharField(label=pgettext_lazy("audit", "What it is called"), required=False, max_length=100)
    person = NamedField(label=pgettext_lazy("audit", "Who"), required=False, widget=PersonInput(everybody=True))
    kind = forms.ChoiceField(label=pgettext_lazy("audit", "Kind of object"), required=False)
    group = forms.ChoiceField(label=pgettext_lazy("audit", "Action"), required=False, choices=[ALL, *Group.choices])
    since = forms.DateField(label=pgettext_lazy("audit", "From"), required=False, widget=DateInput, validators=DAYS)
    until = forms.DateField(label=pgettext_lazy("audit", "To"), required=False, widget=DateInput, validators=DAYS)
    object = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data, *, reader):
        super().__init__(data)
        self.is_about_one = bool(data.get("object"))
        self.fields["person"].directory = colleagues_directory(reader)
        kinds = sorted(((each.slug, str(each.name)) for each in everything.values()), key=lambda kind: kind[1])
        self.fields["kind"].choices = [ALL, *kinds]
        if self.is_about_one:
            self.fields["kind"].widget = forms.HiddenInput()
            del self.fields["q"]

    def clean(self):
        wanted = super().clean()
        if wanted.get("since") and wanted.get("until") and wanted["until"] < wanted["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return wanted
