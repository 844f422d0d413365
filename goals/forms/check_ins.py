"""The one form of the product: a value, a word, a line, and whom to ask for help."""

import uuid

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import NumberField, RowsField
from common.ids import as_id
from goals.domain.check_ins import Entry
from goals.forms.fields import word_field
from goals.models import Milestone
from goals.models.fields import WORDS, Status
from goals.queries.check_ins import latest_check_in
from goals.queries.readers import find_readers, likely_helpers, readers_of
from goals.queries.week_rows import has_last_word
from goals.wording import value_text
from people.models import User


class CheckInForm(forms.Form):
    """A check-in as it is typed. It never saves: ``entry()`` and ``cleaned_data`` go to the domain.

    ``latest`` is the check-in whose milestones are ticked already; ``suffix`` keeps the ids of several forms
    on one page apart.
    """

    value = NumberField()
    done_milestones = RowsField(
        Milestone.objects.none(),
        label=_("Milestones done"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
    )
    status = word_field(_("Outlook"))
    note = forms.CharField(
        label=pgettext_lazy("of a check-in", "Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(
            {"rows": 2, "placeholder": _("What moved? What blocks? What next?")},
        ),
    )
    helpers = RowsField(User.objects.none(), required=False)
    person = forms.CharField(required=False, max_length=60)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, key_result, author, latest=None, initial=None, focus=False):
        super().__init__(
            data,
            initial=start_values(key_result, latest) | (initial or {}),
            auto_id=f"key-result-{key_result.pk}-%s",
        )
        self.key_result, self.author = key_result, author
        self.fields["helpers"].queryset = readers_of(key_result.objective).exclude(pk=author.pk)
        self.fields["done_milestones"].queryset = key_result.milestones.all()
        self.fields["value"].label = value_label(key_result)
        self.fields["value"].widget.attrs["enterkeyhint"] = "send"
        for name in {"value", "done_milestones"} - {measure_field(key_result)}:
            del self.fields[name]
        if focus and not key_result.has_milestones:
            self.fields[measure_field(key_result) or "note"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("person") and not cleaned.get("helpers") and "helpers" not in self.errors:
            self.add_error("helpers", gettext("Tick whom you want to ask, or clear the name."))
        return cleaned

    def entry(self):
        """What the domain records."""
        cleaned = self.cleaned_data
        return Entry(
            status=cleaned.get("status", ""),
            value=cleaned.get("value"),
            done_milestones=[milestone.pk for milestone in cleaned.get("done_milestones", ())],
            note=cleaned.get("note", ""),
        )

    @property
    def spoken_status(self):
        """The word chosen, as the reader knows it."""
        return dict(self.fields["status"].choices).get(self["status"].value(), "")

    @property
    def asks_for_help(self):
        """Whether somebody is named already, or being looked for."""
        return self.is_bound and bool(self.data.getlist("helpers") or self.data.get("person"))

    def people(self):
        """Whom to offer, as (person, is ticked): those ticked, those found by name, else the likely ones."""
        if not self.is_bound:
            return offered([], likely_helpers(self.key_result, but=self.author))
        return people_to_ask(self.key_result, self.author, self.data)


def measure_field(key_result):
    """The field that says how far it is: "" where nobody has to."""
    if key_result.is_derived:
        return ""
    return "done_milestones" if key_result.has_milestones else "value"


def people_to_ask(key_result, author, data):
    """Return (person, is ticked) pairs for the ``helpers`` ticked and the ``person`` looked for in a QueryDict."""
    ticked_ids = [pk for text in data.getlist("helpers") if (pk := as_id(text))]
    ticked = []
    if ticked_ids:
        ticked = list(readers_of(key_result.objective).filter(pk__in=ticked_ids).exclude(pk=author.pk).by_name())
    text = data.get("person", "")
    if text.strip():
        return offered(ticked, find_readers(key_result.objective, text, but=author))
    return offered(ticked, likely_helpers(key_result, but=author))


def offered(ticked, others):
    known = {person.pk for person in ticked}
    return [(person, True) for person in ticked] + [(person, False) for person in others if person.pk not in known]


def start_values(key_result, latest):
    word = key_result.status if key_result.status in WORDS else Status.ON_TRACK
    return {
        "status": word,
        "done_milestones": latest.done_milestones if latest else [],
        "request_key": uuid.uuid4,
        "seen": key_result.last_seq,
    }


def repeat_last_word(data, key_result):
    """Let a QueryDict say what was said last: what "no change" stands for, once anything was."""
    if not has_last_word(key_result):
        return
    data["value"], data["status"] = str(key_result.current), key_result.status
    if key_result.has_milestones:
        data.setlist("done_milestones", latest_check_in(key_result).done_milestones)


def value_label(key_result):
    if key_result.current is not None:
        return gettext("Value now (last %(value)s)") % {"value": value_text(key_result, key_result.current)}
    if key_result.unit:
        return gettext("Value now (%(unit)s)") % {"unit": key_result.unit}
    return gettext("Value now")
