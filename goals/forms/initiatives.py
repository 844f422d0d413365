"""The forms of initiatives and of their action items."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput
from common.named_fields import NamedField
from goals.forms.directories import initiative_directory, key_result_directory
from goals.forms.fields import model_field
from goals.forms.several import SeveralField, SeveralInput
from goals.models import ActionItem, Initiative
from people.directories import people_directory
from people.person_input import PersonInput

USUAL_SPAN = timedelta(days=28)
MOST_ITEMS = 50


class InitiativeForm(forms.Form):
    """``choices`` is what may be named. A new one takes its first action items, one a line."""

    title = model_field(Initiative, "title", help_text=_("What will be done, in one line."))
    description = model_field(Initiative, "description", widget=forms.Textarea({"rows": 4}))
    owner = NamedField(label=_("Owner"), widget=PersonInput())
    priority = model_field(Initiative, "priority")
    starts_on = model_field(Initiative, "starts_on", widget=DateInput)
    due_on = model_field(Initiative, "due_on", widget=DateInput)
    key_results = SeveralField(
        label=_("Key results it serves"),
        required=False,
        widget=SeveralInput("key-results-suggested"),
        help_text=_("One a line. Whoever reads one of them reads the initiative; without any, everybody does."),
    )
    needs = SeveralField(
        label=_("Waits for"),
        required=False,
        widget=SeveralInput("initiatives-suggested"),
        help_text=_("Initiatives that have to be done first, one a line."),
    )
    items = forms.CharField(
        label=_("Action items"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line. Owners and dates can be added afterwards."),
    )

    use_required_attribute = False

    def __init__(self, *args, choices, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        for name, directory in choices.items():
            self.fields[name].directory = directory
        if instance:
            self.fields["needs"].widget.but = instance.pk
            del self.fields["items"]

    def clean_items(self):
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines()]
        texts = [line for line in lines if line]
        longest = ActionItem._meta.get_field("text").max_length
        if any(len(text) > longest for text in texts):
            raise forms.ValidationError(
                _("An action item has at most %(count)d characters."), params={"count": longest}
            )
        if len(texts) > MOST_ITEMS:
            raise forms.ValidationError(_("At most %(count)d action items."), params={"count": MOST_ITEMS})
        return texts

    def terms(self):
        """What goals.domain.initiatives takes."""
        others = {name: self.cleaned_data[name] for name in ("key_results", "needs", "items") if name in self.fields}
        return {"fields": {name: each for name, each in self.cleaned_data.items() if name not in others}} | others


class ItemForm(forms.Form):
    """One action item. ``people`` is the Directory of possible owners."""

    text = model_field(ActionItem, "text")
    owner = NamedField(label=_("Owner"), required=False, widget=PersonInput())
    due_on = model_field(ActionItem, "due_on", required=False, widget=DateInput)

    use_required_attribute = False

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].directory = people


class InitiativeDropForm(forms.Form):
    """Why it is no longer worked on."""

    reason = model_field(
        Initiative,
        "closing_reason",
        required=True,
        label=_("Why it is dropped"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("To leave out what matters less is a decision too: say what it makes room for."),
    )


class MoveForm(forms.Form):
    state = forms.ChoiceField(choices=[("doing", ""), ("done", "")])


def choices_of(user, initiative=None):
    """What the fields of the form may name."""
    return {
        "owner": people_directory(user),
        "key_results": key_result_directory(user, initiative),
        "needs": initiative_directory(user, initiative),
    }


def initial_of(initiative, user, choices, key_results=()):
    """What the form begins with: as it is, or a plan of the user's own for the next four weeks."""
    if initiative is None:
        today = user.company.today()
        return {"owner": user, "starts_on": today, "due_on": today + USUAL_SPAN, "key_results": list(key_results)}
    names = ("title", "description", "owner", "priority", "starts_on", "due_on")
    return {name: getattr(initiative, name) for name in names} | {
        "key_results": [each for each in initiative.key_results.all() if each.is_readable],
        "needs": [label for label, each in choices["needs"].sharing(is_needed=True).things.items() if each.is_needed],
    }
