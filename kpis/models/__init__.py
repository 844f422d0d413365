from kpis.models.alert_rule import AlertRule
from kpis.models.definition import Baseline, DefinitionVersion, KpiNote
from kpis.models.initiatives import InitiativeLink, Opening
from kpis.models.kpi import Kpi
from kpis.models.link import KeyResultLink
from kpis.models.quality import QualityAnswer
from kpis.models.values import Measurement, MeasurementEntry, Target

__all__ = [
    "AlertRule",
    "Baseline",
    "DefinitionVersion",
    "InitiativeLink",
    "KeyResultLink",
    "Kpi",
    "KpiNote",
    "Measurement",
    "MeasurementEntry",
    "Opening",
    "QualityAnswer",
    "Target",
]
