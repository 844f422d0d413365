"""What people and administrators type about people, departments and the company."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.forms import DateInput, SegmentedRadio
from common.validators import time_zones
from people.domain import companies, departments, tokens
from people.domain.accounts import PROFILE_FIELDS
from people.models import ApiToken, Company, Department, Role, User
from people.queries import ACTIVE, DEACTIVATED, INVITED, NOT_INVITED, department_choices

HOURS = [(hour, f"{hour}:00") for hour in range(24)]
SAME = ("", _("As in the company"))


def new_password_field():
    """A password to choose. The form still has to validate it for the person."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )


class TimeZoneInput(forms.TextInput):
    """Type a few letters and choose; a browser without lists still takes the name."""

    template_name = "people/time_zone_input.html"

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"zones": time_zones()}


class NamesMixin(forms.ModelForm):
    """Somebody with one name only enters it as the family name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family_name"].required = True


class ProfileForm(NamesMixin):
    class Meta:
        model = User
        fields = PROFILE_FIELDS
        widgets = {"time_zone": TimeZoneInput, "theme": SegmentedRadio}
        help_texts = {
            "furigana": _("Sorts you into Japanese name lists and lets colleagues find you."),
            "shortcuts": _("For example / to search. Switch them off if they get in the way."),
        }


class PersonForm(NamesMixin):
    """A person as an administrator sets them up. The address is fixed once the person has joined.

    It is no field of the model here: whether another company uses it must not show.
    """

    field_order = ["family_name", "given_name", "furigana", "email"]
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    department = forms.TypedChoiceField(label=_("Department"), required=False, empty_value=None, coerce=int)

    class Meta:
        model = User
        fields = [
            "family_name",
            "given_name",
            "furigana",
            "department",
            "job_title",
            "role",
            "language",
        ]
        widgets = {"role": SegmentedRadio, "language": SegmentedRadio}
        help_texts = {
            "role": _("Managers are not a role: choose them on the page of the departments."),
        }

    def __init__(self, *args, company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["department"].choices = [("", "—"), *department_choices(company)]
        self.initial |= {"email": self.instance.address, "department": self.instance.department_id}
        self.fields["email"].disabled = self.instance.joined_at is not None
        if not self.instance.pk:
            self.initial["language"] = company.language

    def clean_department(self):
        return self.company.tree.get(self.cleaned_data["department"])


class PeopleFilterForm(forms.Form):
    STATES = [
        ("", _("All")),
        (ACTIVE, pgettext_lazy("person", "Active")),
        (INVITED, _("Invited")),
        (NOT_INVITED, _("Not invited yet")),
        (DEACTIVATED, _("Deactivated")),
    ]

    q = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = forms.ChoiceField(label=pgettext_lazy("person", "State"), required=False, choices=STATES)


WEEKDAY_HELP = _("Another day holds from the next check-in period on.")


class DepartmentForm(forms.ModelForm):
    parent = forms.TypedChoiceField(label=_("Belongs to"), required=False, empty_value=None, coerce=int)
    due_hour = forms.TypedChoiceField(
        label=_("at hour"), required=False, empty_value=None, coerce=int, choices=[SAME, *HOURS]
    )

    class Meta:
        model = Department
        fields = departments.FIELDS
        help_texts = {
            "code": _("Joins the department with the files you import."),
            "due_weekday": WEEKDAY_HELP,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        company = self.instance.company
        choices = department_choices(company, without=self.instance)
        self.fields["parent"].choices = [("", _("The company itself")), *choices]
        self.initial["parent"] = self.instance.parent_id or self.initial.get("parent")
        self.fields["manager"].queryset = User.objects.filter(company=company).able_to_own().by_name()
        for name in ("cadence", "due_weekday"):
            self.fields[name].choices = [SAME, *self.fields[name].choices[1:]]

    def clean_parent(self):
        return self.instance.company.tree.get(self.cleaned_data["parent"])


class CompanyForm(forms.ModelForm):
    due_hour = forms.TypedChoiceField(label=_("at hour"), coerce=int, choices=HOURS)
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("Fiscal year starts in month"), coerce=int, choices=[(month, month) for month in range(1, 13)]
    )

    class Meta:
        model = Company
        fields = companies.FIELDS
        widgets = {
            "time_zone": TimeZoneInput,
            "language": SegmentedRadio,
            "cadence": SegmentedRadio,
            "holidays": SegmentedRadio,
        }
        help_texts = {
            "language": _("For people you add from now on; each can choose their own."),
            "time_zone": _("Days, weeks and due times are counted in it."),
            "due_weekday": WEEKDAY_HELP,
            "holidays": _("Weekly mail and reminders wait for the next working day."),
        }


class DayOffForm(forms.Form):
    """No form of the model: what its constraints say, the domain says at the field."""

    name = forms.CharField(label=_("Name"), max_length=60)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)


class TokenForm(forms.ModelForm):
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=tokens.LONGEST_DAYS, initial=tokens.USUAL_DAYS
    )

    class Meta:
        model = ApiToken
        fields = ["name", "scope"]
        widgets = {"scope": SegmentedRadio}
        help_texts = {"name": _("What will use it, for example the nightly export of the accounts.")}


class AcceptForm(NamesMixin):
    """What an invited person says about themselves, and the password they choose."""

    password = new_password_field()

    class Meta:
        model = User
        fields = ["family_name", "given_name", "furigana", "language"]
        widgets = {"language": SegmentedRadio}

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.instance)
        return self.cleaned_data["password"]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
