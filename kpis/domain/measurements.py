"""Recording actuals and targets. A later write replaces the value and keeps the old one in the history."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from goals.domain.errors import StaleForm
from kpis.domain.alerts import raise_alerts
from kpis.domain.asked import settle_actuals
from kpis.domain.driving import refresh_driven
from kpis.domain.editions import renew_editions
from kpis.domain.errors import KpiError
from kpis.domain.recompute import follow
from kpis.models import Kpi, Measurement, MeasurementEntry, Target
from kpis.periods import KpiPeriod
from people.domain.audit import differences, record_change, snapshot
from people.domain.locks import lock_company

TARGET_FIELDS = ["target", "low", "high"]
BATCH = 1000


def lock_kpi(pk):
    """Lock the company, then one KPI; return the KPI with that company.

    Every function that changes a KPI or its figures takes these locks first (docs/adr/0023).
    """
    return lock_kpis([pk])[pk]


def lock_kpis(pks):
    """Lock the company, then several of its KPIs; return {id: KPI with that company}."""
    if not pks:
        return {}
    kpis = Kpi.objects.filter(pk__in=pks)
    company = lock_company(kpis.values_list("company_id", flat=True)[:1])
    locked = {kpi.pk: kpi for kpi in kpis.select_for_update(no_key=True).order_by("pk")}
    for kpi in locked.values():
        kpi.company = company
    return locked


def check_begun(period, today):
    """Raises KpiError where the period has not begun on that date in the company's zone: it can have no actual."""
    if period.start > today:
        raise KpiError(_("That period has not begun yet."), "period")


def count_change(kpi, version=None):
    """Number a change of a locked KPI, yet to be saved. Raises StaleForm where ``version`` is not the latest."""
    if version not in (None, kpi.version):
        raise StaleForm
    kpi.version += 1


@dataclass(frozen=True, slots=True)
class Actual:
    """What one period (KpiPeriod) of a KPI came to, as it is to be recorded."""

    kpi: Kpi
    period: KpiPeriod
    value: Decimal
    note: str = ""

    @property
    def place(self):
        return self.kpi.pk, self.period.key


def record_measurement(kpi, period, value, *, author, way=MeasurementEntry.Way.PAGE, note=""):
    """Record the actual of a period (KpiPeriod); return (measurement, whether anything changed).

    The same value again writes nothing, unless with another note. What other KPIs compute from it follows at once,
    and so do key results.
    Raises KpiError for an archived KPI.
    """
    return record_many([Actual(kpi, period, value, note)], author=author, way=way)[0]


@transaction.atomic
def record_many(actuals, *, author, way=MeasurementEntry.Way.PAGE):
    """Record Actuals of one company, no place twice, all or none; return (measurement, whether it changed) for each.

    Each is recorded as record_measurement says. Six queries, at most three more a thousand values, and what KPIs
    with a formula and key results driven by them take to follow, and alerts to be raised.
    """
    kpis = lock_kpis({actual.kpi.pk for actual in actuals})
    if any(kpi.archived_at is not None for kpi in kpis.values()):
        raise KpiError(_("This KPI is archived and takes no actuals."))
    present = measurements_at(actuals)
    notes = latest_notes(present[actual.place] for actual in actuals if actual.note and actual.place in present)
    changed = [actual for actual in actuals if says_something_new(actual, present.get(actual.place), notes)]
    write(changed, present)
    write_entries(changed, present, author=author, way=way)
    if changed:
        company = kpis[changed[0].kpi.pk].company
        followed = follow(company, [(actual.kpi.pk, actual.period) for actual in changed])
        renew_editions(followed)
        refresh_driven(company.pk, followed)
        raise_alerts(company, followed, actor=author)
        settle_actuals({kpi.owner_id for kpi in kpis.values()})
    places = {actual.place for actual in changed}
    return [(present[actual.place], actual.place in places) for actual in actuals]


def measurements_at(actuals):
    """{(KPI id, period key): Measurement} with those that are there; more may be among them."""
    kpis, periods = {actual.kpi.pk for actual in actuals}, {actual.period.key for actual in actuals}
    found = Measurement.objects.filter(kpi__in=kpis, period__in=periods)
    return {(measurement.kpi_id, measurement.period): measurement for measurement in found}


def latest_notes(measurements):
    """{measurement id: the note of its latest entry}."""
    entries = MeasurementEntry.objects.filter(measurement__in=list(measurements)).order_by("pk")
    return dict(entries.values_list("measurement", "note"))


def says_something_new(actual, measurement, notes):
    """Whether the value is new or another; or it is the same with a note that is not its latest."""
    if measurement is None or measurement.value != actual.value:
        return True
    return actual.note not in {"", notes.get(measurement.pk)}


def write(changed, present):
    """Insert the values that are new and replace those that are there; ``present`` is brought up to date."""
    new = {actual.place: new_measurement(actual) for actual in changed if actual.place not in present}
    replaced = [present[actual.place] for actual in changed if actual.place in present]
    present |= new
    for actual in changed:
        present[actual.place].value = actual.value
    Measurement.objects.bulk_create(new.values(), batch_size=BATCH)
    Measurement.objects.bulk_create(  # an insert that conflicts takes a third of bulk_update's time
        replaced, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )


def new_measurement(actual):
    period = actual.period
    return Measurement(kpi_id=actual.kpi.pk, period=period.key, starts_on=period.start, ends_on=period.end)


def write_entries(changed, present, *, author, way):
    entries = [
        MeasurementEntry(
            company_id=actual.kpi.company_id,
            measurement=present[actual.place],
            value=actual.value,
            note=actual.note,
            way=way,
            author=author,
        )
        for actual in changed
    ]
    MeasurementEntry.objects.bulk_create(entries, batch_size=BATCH)


@transaction.atomic
def set_target(kpi, period, *, actor, target=None, low=None, high=None):
    """Ask for a value, or for a range, in one period; with neither the KPI's default holds again.

    Return whether that changes anything.
    """
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
    changes = differences(before, asked)
    if changes:
        changes |= {"period": (None, period.key)}
        record_change(locked, actor=actor, action="kpi.target_set", changes=changes)
        count_change(locked)
        locked.save(update_fields=["version"])
    return bool(changes)


@transaction.atomic
def set_targets(kpi, asked, *, actor, version=None):
    """Set the targets of several periods at once: (period, {target} or {low, high}) each.

    Raises StaleForm where that changes anything and the KPI has changed since ``version``.
    """
    locked = lock_kpi(kpi.pk)
    changed = [set_target(locked, period, actor=actor, **values) for period, values in asked]
    if any(changed) and version not in (None, locked.version):
        raise StaleForm
