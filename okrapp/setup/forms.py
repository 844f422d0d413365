"""What each step of the set-up asks."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.forms import SegmentedRadio
from goals.models import Cycle
from people.domain.setup import try_setup_code
from people.forms import CompanyForm, new_password_field
from people.models import Company, User

SHOWN_PROBLEMS = 10
CHOICES = forms.RadioSelect({"class": "choices"})


class FoundingForm(forms.Form):
    """``address`` is the network address of the visitor: wrong codes are counted for it."""

    code = forms.CharField(
        label=gettext_lazy("Code from the console"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(label=gettext_lazy("Company name"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=SegmentedRadio)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = new_password_field()

    def __init__(self, *args, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_code(self):
        if not try_setup_code(self.cleaned_data["code"], address=self.address):
            raise ValidationError(
                _("This code is not right, or not any more. After several wrong ones, wait for 15 minutes.")
            )
        return self.cleaned_data["code"]

    def clean_password(self):
        names = {name: self.cleaned_data.get(name) or "" for name in ("email", "family_name", "given_name")}
        validate_password(self.cleaned_data["password"], User(**names))
        return self.cleaned_data["password"]


class RhythmForm(CompanyForm):
    class Meta(CompanyForm.Meta):
        model = Company
        fields = ["fiscal_year_start_month", "time_zone", "cadence", "due_weekday", "due_hour", "holidays"]
        help_texts = CompanyForm.Meta.help_texts | {"due_weekday": ""}  # here it holds at once


class LinesForm(forms.Form):
    """Many lines of text; what is wrong with them is told line by line."""

    lines = forms.CharField(required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 10}))

    def add_problems(self, problems):
        for problem in problems[:SHOWN_PROBLEMS]:
            where = {"line": problem.row, "message": problem.message}
            self.add_error("lines", _("Line %(line)s: %(message)s") % where)
        more = len(problems) - SHOWN_PROBLEMS
        if more > 0:
            self.add_error("lines", ngettext("and %(count)d more.", "and %(count)d more.", more) % {"count": more})


class DepartmentsForm(LinesForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].label = _("Departments, one a line")
        self.fields["lines"].strip = False
        self.fields["lines"].help_text = _("Indent a line to put it below the one above, or write the path with /.")
        self.fields["lines"].widget.attrs["placeholder"] = _("Sales\n  Inside sales\n  Field sales\nDevelopment")


class PeopleForm(LinesForm):
    invite = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].label = _("Members, one a line: name, e-mail, department")
        self.fields["lines"].help_text = _("Rows copied from a spreadsheet work too. The department may be left out.")
        self.fields["lines"].widget.attrs["placeholder"] = _("Aoi Sato, aoi@example.com, Sales")
        with_mail = _("Send everybody an invitation now")
        self.fields["invite"].label = with_mail if settings.HAS_MAIL else _("Make invitation links to copy now")
        self.fields["invite"].help_text = _("You can also do this later, on the page of the members.")


class CycleForm(forms.Form):
    STAGES = [
        (Cycle.Stage.PLANNING, gettext_lazy("Plan first; begin later")),
        (Cycle.Stage.RUNNING, gettext_lazy("Begin now: check-ins are due from this week on")),
    ]

    span = forms.ChoiceField(label=gettext_lazy("The first cycle"), widget=CHOICES)
    stage = forms.ChoiceField(label=gettext_lazy("How to begin"), choices=STAGES, widget=CHOICES)

    def __init__(self, *args, spans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["span"].choices = [(span.key, span.label) for span in spans]
        self.spans = {span.key: span for span in spans}

    def clean_span(self):
        return self.spans[self.cleaned_data["span"]]
