"""New baselines: from a day on, the limits of a KPI come from what follows. Say why."""

from django.db import transaction
from django.utils.translation import gettext as _

from kpis.domain.editions import renew_editions
from kpis.domain.errors import KpiError
from kpis.domain.measurements import lock_kpi
from kpis.models import Baseline, Measurement
from people.domain.audit import differences, record_change, snapshot

FIELDS = ["starts_on", "reason"]


@transaction.atomic
def set_baseline(kpi, *, starts_on, reason, actor):
    """Compute the limits anew from the period that holds the day; return the Baseline.

    Raises KpiError for a day to come, one before the first actual, and one that is a baseline already.
    """
    locked = lock_kpi(kpi.pk)
    check_day(locked, starts_on)
    baseline = Baseline.objects.create(kpi=locked, starts_on=starts_on, reason=reason, author=actor)
    renew_editions([locked.pk])
    changes = differences({}, snapshot(baseline, FIELDS))
    record_change(locked, actor=actor, action="kpi.baseline_set", changes=changes)
    return baseline


def check_day(kpi, day):
    if day > kpi.company.today():
        raise KpiError(_("A baseline cannot begin on a day to come."), "starts_on")
    first = Measurement.objects.filter(kpi=kpi, value__isnull=False).order_by("starts_on").first()
    if first is None or day < first.starts_on:
        raise KpiError(_("No actual was recorded that early."), "starts_on")
    if Baseline.objects.filter(kpi=kpi, starts_on=day).exists():
        raise KpiError(_("A baseline begins on that day already."), "starts_on")


@transaction.atomic
def withdraw_baseline(baseline, *, actor):
    """Take a baseline back: the limits are what they were without it. Doing it twice is doing it once."""
    locked = lock_kpi(baseline.kpi_id)
    present = Baseline.objects.filter(pk=baseline.pk).first()
    if present is None:
        return
    changes = {name: (old, None) for name, old in snapshot(present, FIELDS).items()}
    present.delete()
    renew_editions([locked.pk])
    record_change(locked, actor=actor, action="kpi.baseline_withdrawn", changes=changes)
