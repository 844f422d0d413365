"""One key result with its milestones, alone or as a row of its objective's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, NumberField
from common.named_fields import NamedField, NamesField
from goals.domain.key_results import FIELDS, KeyResultTerms
from goals.domain.terms import NEEDED_VALUES
from goals.forms.fields import model_field, typed
from goals.models import KeyResult, Milestone
from people.domain.audit import snapshot
from people.person_input import PersonInput

TYPED = ["title", "unit", "start", "target", "low", "high", "owner", "contributors", "starts_on", "due_on"]
MOST_ROWS = 30
MILESTONES = "milestones"


def rows_in(data, prefix):
    """How many rows of that prefix were sent; anything odd counts as none."""
    count = data.get(f"{prefix}-rows", "")
    return min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < 4 else 0


class MilestoneForm(forms.Form):
    """A row left without a name is no milestone; clearing a name removes it."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = model_field(Milestone, "name", required=False)
    weight = model_field(Milestone, "weight", required=False, initial=1)

    use_required_attribute = False

    def terms(self):
        values = self.cleaned_data
        return {"pk": values["id"], "name": values["name"], "weight": values["weight"] or 1}


class ValueOfKind(NumberField):
    """A number that only some kinds ask for: the form says which is missing, once it knows the kind."""

    def validate(self, value):
        """Nothing typed is judged by KeyResultForm.clean."""


class KeyResultForm(forms.Form):
    """``instance`` is the key result it changes; ``people`` the Directory of possible owners.

    ``load_note`` is what is said of how much the owner it names carries already.
    """

    load_note = ""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = model_field(KeyResult, "title", help_text=_("What will be different, in one line."))
    kind = model_field(KeyResult, "kind", initial=KeyResult.Kind.REACH)
    unit = model_field(KeyResult, "unit", widget=forms.TextInput({"placeholder": _("%, days, 円 …")}))
    start = ValueOfKind(label=_("Start"))
    target = ValueOfKind(label=_("Target"))
    low = ValueOfKind(label=_("Lower bound"))
    high = ValueOfKind(label=_("Upper bound"))
    owner = NamedField(
        label=_("Owner"),
        required=False,
        widget=PersonInput(),
        help_text=_("One person. Left empty: the owner of the objective."),
    )
    ownership = model_field(KeyResult, "ownership", initial=KeyResult.Ownership.CONTRIBUTOR)
    contributors = NamesField(
        label=_("Contributors"),
        required=False,
        widget=PersonInput(several=True),
        help_text=_("Names, separated by commas. They may check in too."),
    )
    starts_on = model_field(KeyResult, "starts_on", required=False, widget=DateInput)
    due_on = model_field(
        KeyResult,
        "due_on",
        required=False,
        widget=DateInput,
        help_text=_("Left empty: the last day of the cycle. It may lie after it."),
    )
    weight = model_field(KeyResult, "weight", initial=1)
    removed = forms.BooleanField(label=_("Remove this key result"), required=False)

    use_required_attribute = False

    def __init__(self, *args, people, instance=None, milestone_rows=None, **kwargs):
        self.instance = instance
        super().__init__(*args, initial={**initial_of(instance), **kwargs.pop("initial", {})}, **kwargs)
        for name in ("owner", "contributors"):
            self.fields[name].directory = people
        if instance is None or instance.last_seq:
            self.fields.pop("removed" if instance else "id")
        self.milestones = self.milestone_forms(milestone_rows)

    def milestone_forms(self, rows):
        prefix = self.add_prefix(MILESTONES)
        if self.is_bound:
            return [MilestoneForm(self.data, prefix=f"{prefix}-{n}") for n in range(rows_in(self.data, prefix))]
        if rows is None:
            rows = milestones_of(self.instance)
        return [MilestoneForm(initial=row, prefix=f"{prefix}-{n}") for n, row in enumerate([*rows, {}])]

    @property
    def milestones_prefix(self):
        return self.add_prefix(MILESTONES)

    @property
    def is_blank(self):
        """A new row in which nothing was typed: it is passed over."""
        typed = [self[name].data for name in TYPED]
        return self.instance is None and not any([*typed, *self.typed_milestones()])

    @property
    def is_removed(self):
        return bool(self.cleaned_data.get("removed"))

    def is_valid(self):
        if self.is_bound and self.is_blank:
            return True
        milestones_are_valid = all([form.is_valid() for form in self.milestones])
        return (super().is_valid() and milestones_are_valid) or (self.is_bound and self.is_removed)

    def clean(self):
        values = super().clean()
        for name in sorted(NEEDED_VALUES.get(values.get("kind"), ())):
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, _("Enter a number."))
        known = {milestone["id"] for milestone in milestones_of(self.instance)}
        for form in self.milestones:
            if form.is_valid() and form.cleaned_data["id"] not in known:
                form.cleaned_data["id"] = None
        return values

    def terms(self, cycle, owner):
        """The KeyResultTerms typed; blanks follow the cycle's days and the objective's owner."""
        values = self.cleaned_data
        fields = {name: values.get(name) for name in FIELDS}
        fields["owner"] = fields["owner"] or owner
        fields["starts_on"] = fields["starts_on"] or cycle.starts_on
        fields["due_on"] = fields["due_on"] or max(cycle.ends_on, fields["starts_on"])
        return KeyResultTerms(
            fields=fields,
            pk=self.instance.pk if self.instance else None,
            contributors=values["contributors"],
            milestones=[form.terms() for form in self.milestones if form.cleaned_data.get("name")],
            is_removed=self.is_removed,
        )

    def typed(self):
        """Everything as it was typed, to draw the row again without judging it."""
        return typed(self)

    def typed_milestones(self):
        rows = [typed(form) for form in self.milestones]
        return [row for row in rows if row["name"]]


def initial_of(instance):
    if instance is None:
        return {}
    return snapshot(instance, FIELDS) | {"id": instance.pk, "contributors": list(instance.contributors.all())}


def milestones_of(instance):
    if instance is None or not instance.has_milestones:
        return []
    return [
        {"id": milestone.pk, "name": milestone.name, "weight": milestone.weight}
        for milestone in instance.milestones.all()
    ]
