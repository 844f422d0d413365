"""The KPIs of the demo company, with targets, actuals and what was said about them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpis.domain.recompute import recompute_from
from kpis.models import AlertRule, Baseline, DefinitionVersion, Kpi, KpiNote, Measurement, MeasurementEntry, Target
from kpis.periods import Frequency, KpiPeriod, last_ended, period_at, run_up_to
from okrapp.demo.staff import Staff

TOLD = ["category", "kind", "frequency", "decimals", "direction", "aggregation", "target", "low", "high", "formula"]
WORDS = ["name", "unit", "definition", "why", "source", "if_bad"]
MEANING = ["definition", "formula", "source", "direction", "frequency"]
ONE_DAY, RECORDED_AFTER = timedelta(days=1), timedelta(days=2)
FRIDAY = 4
MORNING, TEN, FIVE = time(8), time(10), time(17)
MISTYPED = Decimal("1.4")


@dataclass(frozen=True)
class Telling:
    """One KPI with what the files tell of it; ``periods`` are those of its values, oldest first."""

    kpi: Kpi
    told: dict
    periods: list[KpiPeriod]


def write_kpis(staff: Staff, content: dict, day: date):
    """Create the KPIs of the edition as they stand on the morning of ``day``, a date where the company sits.

    Return them by code.
    """
    written, tellings = {}, []
    for row in content["kpis"]:
        kpi = written[row["code"]] = write_kpi(staff, row, written.get(row.get("parent")), day)
        tellings.append(Telling(kpi, row, periods_told(kpi, row, day)))
    Target.objects.bulk_create(target for telling in tellings for target in targets_of(telling))
    DefinitionVersion.objects.bulk_create(
        version for telling in tellings for version in versions_of(telling, content["first"])
    )
    KpiNote.objects.bulk_create(note for telling in tellings for note in notes_of(telling))
    Baseline.objects.bulk_create(baseline for telling in tellings for baseline in baselines_of(telling))
    write_rules(staff, tellings)
    write_actuals(tellings, day)
    for telling in tellings:
        if telling.kpi.formula:
            recompute_from(telling.kpi)
    return written


def write_kpi(staff, row, parent, day):
    owner = staff.people[row["owner"]]
    verified = (
        {"verified_by": owner, "verified_on": day - timedelta(days=row["verified"])} if "verified" in row else {}
    )
    kpi = Kpi(
        company=staff.company,
        code=row["code"],
        owner=owner,
        department=staff.departments[row.get("department", "")],
        parent=parent,
        is_kgi=row.get("kgi", False),
        visibility=Kpi.Visibility.RESTRICTED if row.get("restricted") else Kpi.Visibility.COMPANY,
        created_at=staff.company.created_at,
        **verified,
        **{name: row[name] for name in [*TOLD, *WORDS] if name in row},
    )
    kpi.save()
    return kpi


def periods_told(kpi, row, day):
    """The periods of ``values``: up to the last ended one, or the one before where that waits for its actual."""
    start_month = kpi.company.fiscal_year_start_month
    last = last_ended(day, Frequency(kpi.frequency), start_month)
    if row.get("waiting"):
        last = last_ended(last.start, last.frequency, start_month)
    return run_up_to(last, start_month, len(row["values"]))


def targets_of(telling):
    for period, value in zip(telling.periods, telling.told.get("targets", []), strict=False):
        yield Target(kpi=telling.kpi, target=value, **days_of(period))


def days_of(period):
    return {"period": period.key, "starts_on": period.start, "ends_on": period.end}


def versions_of(telling, first_reason):
    kpi, told = telling.kpi, telling.told
    meaning = {name: getattr(kpi, name) for name in MEANING}
    common = {"company": kpi.company, "kpi": kpi, "author": kpi.owner}
    earlier = meaning | {"definition": told.get("before", kpi.definition)}
    yield DefinitionVersion(effective_on=telling.periods[0].start, reason=first_reason, **common, **earlier)
    if "changed" in told:
        changed_on = telling.periods[-told["changed"]].start
        yield DefinitionVersion(effective_on=changed_on, reason=told["reason"], **common, **meaning)


def notes_of(telling):
    """What is pinned to the chart, in the middle of its period."""
    for back, text in telling.told.get("pinned", {}).items():
        period = telling.periods[-int(back)]
        on = working_day(period.start + (period.end - period.start) // 2, -ONE_DAY)
        kpi = telling.kpi
        yield KpiNote(kpi=kpi, on=on, text=text, author=kpi.owner, created_at=moment(kpi, on, FIVE))


def baselines_of(telling):
    kpi, told = telling.kpi, telling.told
    if "baseline" in told:
        on = telling.periods[-told["baseline"]].start
        said = {"reason": told["baseline_reason"], "author": kpi.owner, "created_at": moment(kpi, on, FIVE)}
        yield Baseline(kpi=kpi, starts_on=on, **said)


def write_rules(staff, tellings):
    """What is opened when a KPI turns, for its owner unless somebody is named."""
    for telling in tellings:
        if rule := telling.told.get("rule"):
            AlertRule.objects.create(
                kpi=telling.kpi,
                when=rule["when"],
                initiative_title=telling.told["rule_title"],
                initiative_owner=staff.people[rule["owner"]] if "owner" in rule else None,
                initiative_days=rule["days"],
            )


# Actuals


def write_actuals(tellings, day):
    """Write every actual and how it came to be; nothing is recorded before its period ends, or after ``day``."""
    told = [actual for telling in tellings for actual in actuals_of(telling, day)]
    measurements = Measurement.objects.bulk_create(measurement for measurement, _entries in told)
    entries = []
    for measurement, (_same, own) in zip(measurements, told, strict=True):
        for entry in own:
            entry.measurement = measurement
            entries.append(entry)
    MeasurementEntry.objects.bulk_create(entries)


def actuals_of(telling, day):
    """(Measurement, its entries) of every period that has a value."""
    kpi, told = telling.kpi, telling.told
    values = zip(telling.periods, told["values"], strict=True)
    for back, (period, value) in enumerate(reversed(list(values)), start=1):
        note = told.get("notes", {}).get(str(back), "")
        at = recorded_at(kpi, period, day)
        yield measured(kpi, period, value), list(entries_of(telling, value, at, note, back))
    running = period_at(day, Frequency(kpi.frequency), kpi.company.fiscal_year_start_month)
    seen_on = working_day(day - ONE_DAY, -ONE_DAY)
    if "running" in told and seen_on in running:
        yield measured(kpi, running, told["running"]), [entry(kpi, told["running"], moment(kpi, seen_on, FIVE))]


def recorded_at(kpi, period, day):
    """Two days after the period ended, not at a weekend; or this morning where that is still to come."""
    usual = working_day(period.end + RECORDED_AFTER, ONE_DAY)
    return moment(kpi, usual, TEN) if usual < day else moment(kpi, day, MORNING)


def working_day(day, step):
    """The day, or the next one in the direction of ``step`` that is no Saturday or Sunday."""
    while day.weekday() > FRIDAY:
        day += step
    return day


def entries_of(telling, value, at, note, back):
    """The write of one actual; where it was mistyped, the wrong value first and then what took its place."""
    kpi, told = telling.kpi, telling.told
    if told.get("correction") != back:
        yield entry(kpi, value, at, note)
        return
    yield entry(kpi, round(value * MISTYPED, kpi.decimals), at - timedelta(minutes=50))
    yield entry(kpi, value, at, told["correction_note"])


def moment(kpi, day, clock):
    return datetime.combine(day, clock, tzinfo=kpi.company.zone)


def measured(kpi, period, value):
    return Measurement(kpi=kpi, value=value, **days_of(period))


def entry(kpi, value, at, note=""):
    is_computed = bool(kpi.formula)
    return MeasurementEntry(
        company=kpi.company,
        value=value,
        note=note,
        author=None if is_computed else kpi.owner,
        way=MeasurementEntry.Way.FORMULA if is_computed else MeasurementEntry.Way.PAGE,
        created_at=at,
    )
