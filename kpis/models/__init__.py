from kpis.models.alert_rule import AlertRule
from kpis.models.definition import Baseline, DefinitionVersion, KpiNote
from kpis.models.kpi import Kpi
from kpis.models.link import KeyResultLink
from kpis.models.quality import QualityAnswer
from kpis.models.values import Measurement, MeasurementEntry, Target

__all__ = [
    "AlertRule",
    "Baseline",
    "DefinitionVersion",
    "KeyResultLink",
    "Kpi",
    "KpiNote",
    "Measurement",
    "MeasurementEntry",
    "QualityAnswer",
    "Target",
]
