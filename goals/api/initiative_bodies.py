"""Initiatives and action items as the API tells them, and what programs send to write them."""

from rest_framework import serializers

from common.api.fields import NewInteger, NewText, NewTruth, StrictSerializer
from goals.models import ActionItem, Initiative

MANY = 500
READABLE = "Ids of those that the token's owner may read."


def ids_of(source, help_text):
    """The ids of objects that the view puts on each row under that name."""
    return serializers.PrimaryKeyRelatedField(
        source=source, many=True, read_only=True, pk_field=serializers.IntegerField(), help_text=help_text
    )


class InitiativeSerializer(serializers.ModelSerializer):
    key_results = ids_of("readable_key_results", READABLE)
    needs = ids_of("readable_needs", f"The initiatives it waits for. {READABLE}")
    item_count = serializers.IntegerField(read_only=True)
    done_count = serializers.IntegerField(read_only=True, help_text="How many of its action items are done.")

    class Meta:
        model = Initiative
        fields = [
            "id",
            "title",
            "description",
            "owner",
            "starts_on",
            "due_on",
            "priority",
            "state",
            "closing_reason",
            "ended_on",
            "key_results",
            "needs",
            "item_count",
            "done_count",
            "created_at",
        ]
        read_only_fields = fields


class ActionItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = ActionItem
        fields = ["id", "initiative", "text", "owner", "due_on", "position", "done_at", "done_by"]
        read_only_fields = fields


def ids(help_text):
    return serializers.ListField(
        child=NewInteger(min_value=1), required=False, max_length=MANY, help_text=f"{help_text} Sent as a whole."
    )


class InitiativeTermsSerializer(StrictSerializer):
    """The terms of an initiative."""

    title = NewText(max_length=200)
    description = NewText(required=False, allow_blank=True, max_length=2000)
    owner = NewInteger(required=False, min_value=1, help_text="You, unless told.")
    priority = serializers.ChoiceField(Initiative.Priority.choices, required=False)
    starts_on = serializers.DateField(required=False, help_text="Today, unless told.")
    due_on = serializers.DateField(required=False, help_text="In four weeks, unless told.")
    key_results = ids("Ids of the key results it serves; those that you may not read stay.")
    needs = ids("Ids of the initiatives it waits for; those that you may not read stay.")


class NewInitiativeSerializer(InitiativeTermsSerializer):
    items = serializers.ListField(
        child=NewText(max_length=200), required=False, max_length=50, help_text="The texts of its first action items."
    )


class InitiativeMoveSerializer(StrictSerializer):
    """``doing`` begins it or takes it up again; ``dropped`` needs a reason."""

    state = serializers.ChoiceField([choice for choice in Initiative.State.choices if choice[0] != "planned"])
    reason = NewText(required=False, allow_blank=True, max_length=500)


class ItemTermsSerializer(StrictSerializer):
    text = NewText(max_length=200)
    owner = NewInteger(required=False, allow_null=True, min_value=1)
    due_on = serializers.DateField(required=False, allow_null=True)


class NewItemSerializer(ItemTermsSerializer):
    initiative = NewInteger(min_value=1)


class TickSerializer(StrictSerializer):
    done = NewTruth()
