"""The check-in form as the link of a mail opens it: what the link is for, and nothing to look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.forms.check_ins import CheckInForm
from goals.queries.readers import likely_helpers


class LinkedCheckInForm(CheckInForm):
    """A value, a word and a line."""

    def __init__(self, data=None, **about):
        super().__init__(data, **about)
        del self.fields["person"], self.fields["helpers"]


class LinkedHelpForm(CheckInForm):
    """Whom to ask and what for. The value stays as it was unless it is changed; only likely helpers are offered."""

    def __init__(self, data=None, *, key_result, **about):
        current = key_result.current
        initial = {"value": None if current is None else f"{current.normalize():f}"}
        super().__init__(data, key_result=key_result, initial=initial, **about)
        del self.fields["person"]
        helpers, note = self.fields["helpers"], self.fields["note"]
        helpers.widget = forms.CheckboxSelectMultiple({"class": "choices"})
        helpers.queryset = helpers.queryset.filter(
            pk__in=[person.pk for person in likely_helpers(key_result, but=self.author)]
        )
        helpers.label, note.label = _("Whom do you want to ask?"), _("What would help?")
        helpers.required = note.required = True
        self.order_fields(["helpers", "note"])
