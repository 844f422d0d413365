"""Creating and changing KPIs. What a KPI means is versioned: a change of it needs a reason and a day."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.domain.asked import settle_actuals
from kpis.domain.driving import check_drives_nothing, lock_followers, refresh_driven
from kpis.domain.errors import KpiError
from kpis.domain.links import check_readers
from kpis.domain.measurements import count_change, lock_kpi
from kpis.domain.openings import hide_name
from kpis.domain.recompute import recompute_from
from kpis.domain.tree import check_place, check_unused, codes_of
from kpis.models import DefinitionVersion, Kpi
from people.domain.audit import differences, record_change, record_differences, snapshot
from people.domain.locks import lock_company

MEANING = ["definition", "formula", "source", "direction", "frequency"]
COMPUTED_BY = ["formula", "frequency", "aggregation"]
FIELDS = [
    "name",
    "code",
    "why",
    "category",
    "kind",
    "is_kgi",
    "owner",
    "department",
    "parent",
    "unit",
    "decimals",
    "aggregation",
    "target",
    "low",
    "high",
    "warn_from",
    "grace_days",
    "if_bad",
    "visibility",
    *MEANING,
]


@transaction.atomic
def create_kpi(company, *, actor, **fields):
    """Create a KPI with the first version of what it means. Raises KpiError where code, place or formula is wrong."""
    kpi = Kpi(company=lock_company(company.pk), **fields)
    check_place(kpi)
    save(kpi)
    write_version(kpi, actor=actor, reason=_("First definition"), effective_on=company.today())
    record_change(kpi, actor=actor, action="kpi.created", changes=differences({}, snapshot(kpi, FIELDS)))
    if kpi.formula:
        recompute_from(kpi)
    return kpi


@transaction.atomic
def change_kpi(kpi, *, actor, reason="", version=None, **fields):
    """Change a KPI; return it, with everything recomputed that hangs on it. Another source has to be verified anew.

    Raises KpiError where its meaning changes without a reason, where its code, place or formula is wrong, or where
    something needs its code or frequency as it is, and StaleForm where it would change what has changed since
    ``version``.
    """
    locked = lock_kpi(kpi.pk)
    before = snapshot(locked, FIELDS)
    for name, value in fields.items():
        setattr(locked, name, value)
    check_place(locked)
    check_uses(locked, before)
    after = snapshot(locked, FIELDS)
    if record_differences(locked, before, after, actor=actor, action="kpi.changed"):
        count_change(locked, version)
    means_something_else = differs(before, after, MEANING)
    if means_something_else and not reason:
        raise KpiError(_("Say why what it means changes: the chart will show it."), "reason")
    if locked.source != before["source"]:
        locked.verified_by = locked.verified_on = None
    save(locked)
    if means_something_else:
        write_version(locked, actor=actor, reason=reason, effective_on=locked.company.today())
    if locked.owner != before["owner"]:
        settle_actuals({before["owner"].pk})
    if locked.is_restricted:
        hide_name(locked, actor=actor)
    let_follow(locked, recompute_from(locked) if differs(before, after, COMPUTED_BY) else ())
    return locked


def check_uses(kpi, before):
    """Raises KpiError where a key result needs the frequency of before, or an archived KPI's formula the code.

    Another KPI could take that code, and be what the formula means when its KPI is brought back.
    """
    if kpi.frequency != before["frequency"]:
        check_drives_nothing(kpi, "frequency")
    archived = Kpi.objects.filter(company=kpi.company_id, archived_at__isnull=False)
    if kpi.code != before["code"] and any(before["code"] in codes_of(each) for each in archived):
        raise KpiError(_("The formula of an archived KPI names this code, so it stays."), "code")


def differs(before, after, names):
    return any(before[name] != after[name] for name in names)


def let_follow(kpi, followed):
    """See that nobody reads a restricted KPI who may not, and bring up to date what ``followed`` drive."""
    if kpi.is_restricted or followed:
        lock_followers(kpi, followed)
    check_readers(kpi)
    if followed:
        refresh_driven(kpi.company_id, followed)


def save(kpi):
    try:
        with transaction.atomic():
            kpi.save()
    except IntegrityError as error:
        raise KpiError(_("Another KPI of your company has this code."), "code") from error


def write_version(kpi, *, actor, reason, effective_on):
    DefinitionVersion.objects.create(
        company=kpi.company,
        kpi=kpi,
        effective_on=effective_on,
        reason=reason,
        author=actor,
        **snapshot(kpi, MEANING),
    )


@transaction.atomic
def archive_kpi(kpi, *, actor):
    """Take a KPI out of lists and charts; nothing of it is lost. Doing it twice is doing it once.

    Raises KpiError where another KPI is computed from it, or a key result gets its value from it.
    """
    locked = lock_kpi(kpi.pk)
    if locked.archived_at is not None:
        return
    check_unused(locked)
    lock_followers(locked)
    check_drives_nothing(locked)
    set_archived(locked, timezone.now(), actor=actor, action="kpi.archived")
    settle_actuals({locked.owner_id})


@transaction.atomic
def restore_kpi(kpi, *, actor):
    """Take a KPI out of the archive. Raises KpiError where its place or formula has become wrong meanwhile."""
    locked = lock_kpi(kpi.pk)
    if locked.archived_at is None:
        return
    set_archived(locked, None, actor=actor, action="kpi.restored")
    check_place(locked)
    if locked.formula:
        refresh_driven(locked.company_id, recompute_from(locked))


def set_archived(kpi, moment, *, actor, action):
    kpi.archived_at = moment
    count_change(kpi)
    kpi.save(update_fields=["archived_at", "version"])
    record_change(kpi, actor=actor, action=action)


@transaction.atomic
def verify_source(kpi, *, actor):
    """Say that the data source was checked today, by the actor."""
    locked = lock_kpi(kpi.pk)
    locked.verified_by, locked.verified_on = actor, locked.company.today()
    count_change(locked)
    locked.save(update_fields=["verified_by", "verified_on", "version"])
    record_change(locked, actor=actor, action="kpi.source_verified")
