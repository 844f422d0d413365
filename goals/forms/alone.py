"""One key result edited by itself, for an owner who does not run the objective."""

from django import forms

from goals.forms.fields import form_problems
from goals.forms.key_result import KeyResultForm


class KeyResultAloneForm(KeyResultForm):
    """The row of the objective's form, with the version it was opened at and without removal."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("removed", None)

    @property
    def problems(self):
        """(id of the control, label, message) of everything that is wrong."""
        return [problem for form in (self, *self.milestones) for problem in form_problems(form)]

    def redrawn(self, add=""):
        """The form with all that was typed, unjudged; ``add`` asks for the next empty milestone."""
        form = type(self)(
            people=self.fields["owner"].directory,
            instance=self.instance,
            initial=self.typed(),
            milestone_rows=self.typed_milestones(),
        )
        if add:
            form.milestones[-1].fields["name"].widget.attrs["autofocus"] = True
        return form
