"""What programs send to write objectives and key results; the forms of the pages look at it next."""

from rest_framework import serializers

from common.api.fields import NewInteger, NewText, NewValueText, StrictSerializer
from goals.models import KeyResult, Objective

MANY = 500
NEW_STATES = [(state.value, state.label) for state in (Objective.State.DRAFT, Objective.State.ACTIVE)]


def weight():
    return NewInteger(required=False, min_value=1, max_value=100)


class ObjectiveTermsSerializer(StrictSerializer):
    """The terms of an objective; null empties what may be empty."""

    title = NewText(max_length=200)
    why = NewText(max_length=2000)
    cycle = NewInteger(min_value=1)
    level = serializers.ChoiceField(Objective.Level.choices)
    department = NewInteger(required=False, allow_null=True, min_value=1, help_text="Of the level `department`.")
    owner = NewInteger(required=False, min_value=1, help_text="You, unless told.")
    ambition = serializers.ChoiceField(Objective.Ambition.choices, required=False)
    visibility = serializers.ChoiceField(Objective.Visibility.choices, required=False)
    parent = NewInteger(required=False, allow_null=True, min_value=1, help_text="The objective it is aligned to.")
    alignment = serializers.ChoiceField(Objective.Alignment.choices, required=False)
    alignment_weight = weight()
    contribution = NewText(
        required=False, allow_blank=True, max_length=500, help_text="Needed where there is a `parent`."
    )


class NewObjectiveSerializer(ObjectiveTermsSerializer):
    state = serializers.ChoiceField(
        NEW_STATES, required=False, help_text="`active` publishes it at once: 403 where that is not yours to do."
    )


class NewMilestoneSerializer(StrictSerializer):
    """Without ``id`` a new one."""

    id = NewInteger(required=False, min_value=1)
    name = NewText(max_length=120)
    weight = weight()


class KeyResultTermsSerializer(StrictSerializer):
    """The terms of a key result; null empties what may be empty."""

    title = NewText(max_length=200)
    owner = NewInteger(required=False, min_value=1, help_text="The owner of the objective, unless told.")
    ownership = serializers.ChoiceField(KeyResult.Ownership.choices, required=False)
    contributors = serializers.ListField(child=NewInteger(min_value=1), required=False, max_length=MANY)
    kind = serializers.ChoiceField(KeyResult.Kind.choices, required=False)
    unit = NewText(required=False, allow_blank=True, max_length=20)
    start = NewValueText(required=False, allow_null=True)
    target = NewValueText(required=False, allow_null=True)
    low = NewValueText(required=False, allow_null=True)
    high = NewValueText(required=False, allow_null=True)
    weight = weight()
    starts_on = serializers.DateField(required=False, help_text="The first day of the cycle, unless told.")
    due_on = serializers.DateField(required=False, help_text="The last day of the cycle, unless told.")
    milestones = NewMilestoneSerializer(
        many=True, required=False, max_length=30, help_text="All of them, in order; those left out are removed."
    )


class NewKeyResultSerializer(KeyResultTermsSerializer):
    objective = NewInteger(min_value=1)
