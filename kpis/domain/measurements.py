"""Recording actuals and targets. A later write replaces the value and keeps the old one in the history."""

from django.db import transaction
from django.utils.translation import gettext as _

from kpis.domain.errors import KpiError
from kpis.models import Kpi, Measurement, MeasurementEntry, Target
from people.domain.audit import record_differences, snapshot

TARGET_FIELDS = ["target", "low", "high"]


def lock_kpi(pk):
    """Lock and return one KPI; every function that changes its figures takes this lock first."""
    return Kpi.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def record_measurement(kpi, period, value, *, author, way=MeasurementEntry.Way.PAGE, note=""):
    """Record the actual of a period (KpiPeriod); return (measurement, whether anything changed).

    The same value again writes nothing, unless with another note. Raises KpiError for an archived KPI.
    """
    locked = lock_kpi(kpi.pk)
    if locked.archived_at is not None:
        raise KpiError(_("This KPI is archived and takes no actuals."))
    measurement, is_new = Measurement.objects.get_or_create(
        kpi=locked,
        period=period.key,
        defaults={"starts_on": period.start, "ends_on": period.end, "value": value},
    )
    if not is_new and measurement.value == value and note in {"", latest_note(measurement)}:
        return measurement, False
    measurement.value = value
    measurement.save(update_fields=["value"])
    MeasurementEntry.objects.create(
        company_id=locked.company_id, measurement=measurement, value=value, note=note, way=way, author=author
    )
    return measurement, True


def latest_note(measurement):
    return measurement.entries.values_list("note", flat=True).first()


@transaction.atomic
def set_target(kpi, period, *, actor, target=None, low=None, high=None):
    """Ask for a value, or for a range, in one period; with neither the KPI's default holds again."""
    locked = lock_kpi(kpi.pk)
    existing = Target.objects.filter(kpi=locked, period=period.key).first()
    before = snapshot(existing, TARGET_FIELDS)
    asked = {"target": target, "low": low, "high": high}
    if not any(value is not None for value in asked.values()):
        Target.objects.filter(kpi=locked, period=period.key).delete()
    else:
        Target.objects.update_or_create(
            kpi=locked,
            period=period.key,
            defaults=asked | {"starts_on": period.start, "ends_on": period.end},
        )
    record_differences(locked, before, asked, actor=actor, action="kpi.target_set")
