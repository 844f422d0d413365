"""Recording actuals and targets. A later write replaces the value and keeps the old one in the history."""

from django.db import transaction
from django.utils.translation import gettext as _

from kpis.domain.errors import KpiError
from kpis.domain.recompute import follow
from kpis.models import Kpi, Measurement, MeasurementEntry, Target
from people.domain.audit import record_differences, snapshot
from people.domain.locks import lock_company

TARGET_FIELDS = ["target", "low", "high"]


def lock_kpi(pk):
    """Lock the company, then one KPI; return the KPI with that company.

    Every function that changes a KPI or its figures takes these locks first (docs/adr/0023).
    """
    company = lock_company(Kpi.objects.values_list("company_id", flat=True).get(pk=pk))
    kpi = Kpi.objects.select_for_update(no_key=True).get(pk=pk)
    kpi.company = company
    return kpi


@transaction.atomic
def record_measurement(kpi, period, value, *, author, way=MeasurementEntry.Way.PAGE, note=""):
    """Record the actual of a period (KpiPeriod); return (measurement, whether anything changed).

    The same value again without a note writes nothing. What other KPIs compute from it follows at once.
    Raises KpiError for an archived KPI.
    """
    locked = lock_kpi(kpi.pk)
    if locked.archived_at is not None:
        raise KpiError(_("This KPI is archived and takes no actuals."))
    measurement, is_new = Measurement.objects.get_or_create(
        kpi=locked,
        period=period.key,
        defaults={"starts_on": period.start, "ends_on": period.end, "value": value},
    )
    if not is_new and measurement.value == value and not note:
        return measurement, False
    measurement.value = value
    measurement.save(update_fields=["value"])
    MeasurementEntry.objects.create(
        company_id=locked.company_id, measurement=measurement, value=value, note=note, way=way, author=author
    )
    follow(locked.company, [(locked.pk, period)])
    return measurement, True


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


@transaction.atomic
def set_targets(kpi, asked, *, actor):
    """Set the targets of several periods at once: (period, {target} or {low, high}) each."""
    for period, values in asked:
        set_target(kpi, period, actor=actor, **values)
