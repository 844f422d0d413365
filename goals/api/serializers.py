"""Goals as the API tells them; names are the product's own."""

from rest_framework import serializers

from common.api.fields import NewInteger, NewText, NewValueText, ShareText, StrictSerializer, ValueText
from goals.models import CheckIn, Cycle, KeyResult, Milestone, Objective
from goals.models.fields import WORD_CHOICES

MANY = 500


class CycleSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Cycle
        fields = ["id", "name", "kind", "starts_on", "ends_on", "stage"]
        read_only_fields = fields


class ObjectiveSerializer(serializers.ModelSerializer):
    """``parent`` is told to those who may read it."""

    parent = serializers.IntegerField(source="readable_parent", read_only=True, allow_null=True)
    progress = ShareText(read_only=True, allow_null=True)

    class Meta:
        model = Objective
        fields = [
            "id",
            "title",
            "why",
            "cycle",
            "level",
            "department",
            "owner",
            "ambition",
            "state",
            "visibility",
            "parent",
            "alignment",
            "alignment_weight",
            "contribution",
            "progress",
            "status",
            "created_at",
        ]
        read_only_fields = fields


class MilestoneSerializer(serializers.ModelSerializer):
    class Meta:
        model = Milestone
        fields = ["id", "name", "weight"]
        read_only_fields = fields


class KeyResultSerializer(serializers.ModelSerializer):
    start = ValueText(read_only=True, allow_null=True)
    target = ValueText(read_only=True, allow_null=True)
    low = ValueText(read_only=True, allow_null=True)
    high = ValueText(read_only=True, allow_null=True)
    current = ValueText(read_only=True, allow_null=True)
    progress = ShareText(read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)
    kpi = serializers.CharField(
        source="origin",
        read_only=True,
        allow_null=True,
        help_text="Code of the KPI that gives the value of an automatic one, to those who may read it.",
    )
    is_paused = serializers.SerializerMethodField(
        help_text="Whether it rests today. Reason and days are those of its latest pause."
    )

    def get_is_paused(self, key_result) -> bool:
        company = self.context["request"].user.company
        return key_result.is_live and key_result.rests_on(company.today())

    class Meta:
        model = KeyResult
        fields = [
            "id",
            "objective",
            "title",
            "owner",
            "ownership",
            "contributors",
            "kind",
            "unit",
            "start",
            "target",
            "low",
            "high",
            "weight",
            "starts_on",
            "due_on",
            "milestones",
            "is_automatic",
            "kpi",
            "current",
            "progress",
            "status",
            "closing_reason",
            "is_paused",
            "pause_reason",
            "paused_on",
            "resumes_on",
            "last_check_in_at",
            "last_seq",
        ]
        read_only_fields = fields


class CheckInSerializer(serializers.ModelSerializer):
    value = ValueText(read_only=True, allow_null=True)
    done_milestones = serializers.ListField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = CheckIn
        fields = [
            "id",
            "key_result",
            "seq",
            "period",
            "author",
            "on_behalf",
            "value",
            "done_milestones",
            "status",
            "note",
            "replaces",
            "created_at",
        ]
        read_only_fields = fields


class NewCheckInSerializer(StrictSerializer):
    """What a check-in consists of; the form of the pages looks at it next."""

    key_result = NewInteger(min_value=1)
    value = NewValueText(
        required=False, help_text="Of every kind but `milestones`; of an automatic one and of `initiatives` left out."
    )
    done_milestones = serializers.ListField(
        child=NewInteger(min_value=1),
        required=False,
        max_length=MANY,
        help_text="Ids of all milestones that are done, those of earlier check-ins included.",
    )
    status = serializers.ChoiceField(WORD_CHOICES)
    note = NewText(required=False, allow_blank=True, max_length=2000)
    helpers = serializers.ListField(
        child=NewInteger(min_value=1),
        required=False,
        max_length=MANY,
        help_text="Ids of the people who are asked for help.",
    )
    seen = NewInteger(
        required=False,
        min_value=0,
        help_text="`last_seq` of the key result when you read it: 409 if somebody has checked in since.",
    )
