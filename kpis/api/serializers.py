"""KPIs, their actuals and targets as the API tells them."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import NewInteger, NewText, NewTruth, NewValueText, ShareText, StrictSerializer, ValueText
from kpis.models import Kpi, Measurement, Target
from kpis.signals import Signal
from kpis.thresholds import State

SIX_DECIMALS = 6


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+(?:\.[0-9]{1,6})?$", "example": "91.333333"})
class LimitText(ValueText):
    """A computed number as text, to six decimals at most."""

    def to_representation(self, value):
        return super().to_representation(round(value, SIX_DECIMALS) + 0)


class LimitsSerializer(serializers.Serializer):
    """Between which values the actuals since the last break usually lie."""

    lower = LimitText()
    mean = LimitText()
    upper = LimitText()


class FigureSerializer(serializers.Serializer):
    """How the KPI did in its last ended period."""

    period = serializers.CharField(source="period.key")
    target = ValueText(source="target.value", allow_null=True)
    low = ValueText(source="target.low", allow_null=True)
    high = ValueText(source="target.high", allow_null=True)
    actual = ValueText(allow_null=True)
    difference = ValueText(allow_null=True)
    ratio = ShareText(allow_null=True)
    attainment = ShareText(allow_null=True)
    state = serializers.ChoiceField([(state.value, state.value) for state in State])


class KpiSerializer(serializers.ModelSerializer):
    """``parent`` is the code of the KPI it is part of, told to those who may read that one.

    ``signal`` says why the last ended period is more than noise; ``limits`` are null while there are too few actuals.
    """

    parent = serializers.CharField(source="readable_parent", read_only=True, allow_null=True)
    target = ValueText(read_only=True, allow_null=True)
    low = ValueText(read_only=True, allow_null=True)
    high = ValueText(read_only=True, allow_null=True)
    warn_from = ShareText(read_only=True)
    is_archived = serializers.SerializerMethodField()
    latest = FigureSerializer(read_only=True)
    signal = serializers.ChoiceField([(each.value, each.value) for each in Signal], allow_null=True, read_only=True)
    limits = LimitsSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Kpi
        fields = [
            "code",
            "name",
            "definition",
            "why",
            "category",
            "kind",
            "is_kgi",
            "owner",
            "department",
            "parent",
            "frequency",
            "unit",
            "decimals",
            "direction",
            "aggregation",
            "formula",
            "target",
            "low",
            "high",
            "warn_from",
            "grace_days",
            "source",
            "if_bad",
            "visibility",
            "is_archived",
            "latest",
            "signal",
            "limits",
        ]
        read_only_fields = fields

    def get_is_archived(self, kpi) -> bool:
        return kpi.archived_at is not None


class MeasurementSerializer(serializers.ModelSerializer):
    value = ValueText(read_only=True)

    class Meta:
        model = Measurement
        fields = ["period", "starts_on", "ends_on", "value"]
        read_only_fields = fields


class TargetSerializer(serializers.ModelSerializer):
    target = ValueText(read_only=True, allow_null=True)
    low = ValueText(read_only=True, allow_null=True)
    high = ValueText(read_only=True, allow_null=True)

    class Meta:
        model = Target
        fields = ["period", "starts_on", "ends_on", "target", "low", "high"]
        read_only_fields = fields


class NewMeasurementSerializer(StrictSerializer):
    value = NewValueText()
    note = NewText(required=False, allow_blank=True, max_length=500)


class NewTargetSerializer(StrictSerializer):
    """``target``, or ``low`` and ``high`` for a KPI that is to stay within a range."""

    target = NewValueText(required=False)
    low = NewValueText(required=False)
    high = NewValueText(required=False)

    def validate(self, values):
        wanted = ["low", "high"] if self.context["kpi"].is_range else ["target"]
        problems = {name: [_("This KPI asks for it.")] for name in wanted if name not in values}
        problems |= {name: [_("This KPI asks for no such value.")] for name in values if name not in wanted}
        if not problems and "low" in values and values["low"] > values["high"]:
            problems = {"high": [_("The upper bound lies below the lower one.")]}
        if problems:
            raise serializers.ValidationError(problems)
        return values


class NewKpiSerializer(StrictSerializer):
    """The terms of a KPI; null empties what may be empty."""

    code = NewText(required=False, max_length=30, help_text="Made from the name, unless told.")
    name = NewText(max_length=120)
    definition = NewText(max_length=2000)
    why = NewText(max_length=2000)
    category = serializers.ChoiceField(Kpi.Category.choices)
    kind = serializers.ChoiceField(Kpi.Kind.choices)
    is_kgi = NewTruth(required=False)
    owner = NewInteger(required=False, min_value=1, help_text="You, unless told.")
    department = NewInteger(required=False, allow_null=True, min_value=1, help_text="Without: of the company itself.")
    parent = NewText(required=False, allow_null=True, max_length=30, help_text="The code of the KPI it is part of.")
    frequency = serializers.ChoiceField(Kpi.Frequency.choices, required=False)
    unit = NewText(required=False, allow_blank=True, max_length=20)
    decimals = NewInteger(required=False, min_value=0, max_value=6)
    direction = serializers.ChoiceField(Kpi.Direction.choices, required=False)
    aggregation = serializers.ChoiceField(Kpi.Aggregation.choices, required=False)
    formula = NewText(required=False, allow_blank=True, max_length=500)
    target = NewValueText(required=False, allow_null=True)
    low = NewValueText(required=False, allow_null=True)
    high = NewValueText(required=False, allow_null=True)
    warn_from = NewValueText(required=False, help_text="A share from 0 to 1.")
    grace_days = NewInteger(required=False, allow_null=True, min_value=0, max_value=180)
    source = NewText(required=False, allow_blank=True, max_length=200)
    if_bad = NewText(required=False, allow_blank=True, max_length=1000)
    visibility = serializers.ChoiceField(Kpi.Visibility.choices, required=False)


class KpiChangesSerializer(NewKpiSerializer):
    reason = NewText(
        required=False,
        max_length=500,
        help_text="Needed where definition, formula, source, direction or frequency change.",
    )
