from kpis.models.kpi import Kpi
from kpis.models.values import Measurement, MeasurementEntry, Target

__all__ = ["Kpi", "Measurement", "MeasurementEntry", "Target"]
