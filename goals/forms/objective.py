"""The objective's own fields. What may be chosen is decided here, for the person who types."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import SegmentedRadio
from common.named_fields import NamedField
from common.suggesting import SuggestingInput
from goals import rules
from goals.domain.objectives import FIELDS
from goals.forms.fields import model_field, typed
from goals.models import Objective
from people.domain.audit import snapshot
from people.person_input import PersonInput
from people.queries import department_choices

Level = Objective.Level


class DepartmentField(forms.ChoiceField):
    """Only asked for where the level is a department: ObjectiveForm says so then."""

    def validate(self, value):
        if value:
            super().validate(value)


class ObjectiveForm(forms.Form):
    """``cycles`` are those that may be chosen; ``people`` and ``parents`` are Directories."""

    title = model_field(
        Objective, "title", help_text=gettext_lazy("What you want to achieve, in words. The numbers come below.")
    )
    why = model_field(
        Objective,
        "why",
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Why it matters, and why now. It is shown wherever the objective is."),
    )
    level = model_field(Objective, "level", widget=SegmentedRadio)
    department = DepartmentField(label=gettext_lazy("Department"))
    owner = NamedField(label=gettext_lazy("Owner"), widget=PersonInput())
    cycle = forms.ChoiceField(label=gettext_lazy("Cycle"))
    ambition = model_field(
        Objective,
        "ambition",
        widget=SegmentedRadio,
        initial=Objective.Ambition.COMMITTED,
        help_text=gettext_lazy(
            "Committed: we mean to reach all of it. Stretch: seven tenths of it would already be a success."
        ),
    )
    visibility = model_field(Objective, "visibility", widget=SegmentedRadio, initial=Objective.Visibility.COMPANY)
    parent = NamedField(
        label=gettext_lazy("Aligned to"),
        required=False,
        widget=SuggestingInput("objectives-suggested"),
        help_text=gettext_lazy("The objective it helps. Type a part of its name."),
    )
    alignment = model_field(
        Objective,
        "alignment",
        widget=SegmentedRadio,
        initial=Objective.Alignment.SUPPORTS,
        help_text=gettext_lazy(
            "Supports: shown there, not counted. Contributes: its progress counts in the other's."
        ),
    )
    alignment_weight = model_field(Objective, "alignment_weight", initial=1)
    contribution = model_field(
        Objective,
        "contribution",
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("In a sentence: how it helps that objective. Needed when it is aligned."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    request_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    use_required_attribute = False

    def __init__(self, *args, user, cycles, people, parents, instance=None, initial=None, **kwargs):
        self.user, self.instance = user, instance
        self.cycles = {str(cycle.pk): cycle for cycle in cycles}
        super().__init__(*args, initial={**initial_of(instance), **(initial or {})}, **kwargs)
        self.fields["owner"].directory = people
        self.fields["parent"].directory = parents
        self.fields["parent"].widget.but = instance and instance.pk
        self.fields["level"].choices = [level for level in Level.choices if self.may_choose(level[0])]
        self.fields["cycle"].choices = [(pk, cycle.name) for pk, cycle in self.cycles.items()]
        self.fields["department"].choices = [("", "—"), *department_choices(user.company)]

    def may_choose(self, level):
        is_its_own = self.instance is not None and self.instance.level == level
        return is_its_own or level != Level.COMPANY or rules.run_level(self.user, level)

    def clean_cycle(self):
        return self.cycles[self.cleaned_data["cycle"]]

    def clean_department(self):
        chosen = self.cleaned_data["department"]
        return self.user.company.tree.get(int(chosen)) if chosen else None

    def clean(self):
        values = super().clean()
        if values.get("level") == Level.DEPARTMENT:
            if values.get("department") is None and "department" not in self.errors:
                self.add_error("department", _("Choose a department."))
        elif "department" in values:
            values["department"] = None
        if values.get("parent") and not values.get("contribution") and "contribution" not in self.errors:
            self.add_error("contribution", _("Say what it contributes."))
        if not self.errors:
            self.check_place(values)
        return values

    def check_place(self, values):
        place = values["level"], values["department"] and values["department"].pk, values["owner"]
        if self.instance is not None and place == place_of(self.instance):
            return
        is_published = self.instance is not None and not self.instance.is_draft
        rule = rules.run_level if is_published else rules.propose_objective
        if not rule(self.user, *place):
            is_persons = values["level"] == Level.INDIVIDUAL
            message = (
                _("You cannot write individual objectives for this person.")
                if is_persons
                else _("You cannot write objectives there.")
            )
            self.add_error("owner" if is_persons else "level", message)

    def terms(self):
        """The model's own fields, as the domain functions take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def typed(self):
        """Everything as it was typed, to draw the form again without judging it."""
        return typed(self)


def place_of(objective):
    return objective.level, objective.department_id, objective.owner


def initial_of(instance):
    if instance is None:
        return {}
    values = snapshot(instance, FIELDS)
    for name in ("cycle", "department"):
        values[name] = getattr(instance, f"{name}_id")
    return values
