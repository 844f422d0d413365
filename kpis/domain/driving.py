"""Key results driven by KPIs follow every actual that changes, in the same transaction (docs/adr/0025)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from goals.domain.automatic import refresh_automatic
from goals.domain.errors import GoalError
from goals.domain.locks import lock_paths_of
from goals.models import Cycle, KeyResult
from goals.models.fields import CLOSED
from goals.progress import OutOfRange
from kpis.domain.errors import KpiError
from kpis.models import KeyResultLink


def refresh_driven(company_id, kpi_ids):
    """Bring the key results that these KPIs drive up to date, and all above them; the company's row is locked.

    Raises KpiError where an actual gives a progress too large to store.
    """
    driven = KeyResultLink.objects.driving().filter(kpi__in=kpi_ids).values("key_result")
    try:
        refresh_automatic(company_id, KeyResult.objects.filter(pk__in=driven))
    except OutOfRange as error:
        raise KpiError(
            _("This value is too far from start and target of a key result that this KPI drives."), "value"
        ) from error


def lock_followers(kpi, followed=()):
    """Lock the objectives of all key results that a locked KPI is linked to, or that those of ``followed`` drive.

    At once, for nothing may be locked below an objective that is held already (docs/adr/0025).
    """
    links = KeyResultLink.objects.filter(Q(kpi=kpi) | Q(kpi__in=followed))
    if objectives := set(links.values_list("key_result__objective", flat=True)):
        lock_paths_of(kpi.company_id, objectives)


def check_drives_nothing(kpi, field=None):
    """Raises KpiError, naming the field, where the KPI gives the value of a key result that is still under way."""
    driving = KeyResultLink.objects.driving().filter(kpi=kpi).exclude(key_result__status__in=CLOSED)
    if driving.exclude(key_result__objective__cycle__stage=Cycle.Stage.CLOSED).exists():
        message = _("A key result gets its value from this KPI. Let another one give it, or end it, first.")
        raise KpiError(message, field)


def check_followed(key_results):
    """Raises GoalError where the KPI that gives one of these its value is archived: it would stand still for ever."""
    links = KeyResultLink.objects.driving().filter(key_result__in=key_results).exclude(kpi__archived_at=None)
    if link := links.select_related("kpi", "key_result").first():
        message = _("“%(key_result)s” gets its value from “%(kpi)s”, which is archived. Bring that KPI back first.")
        raise GoalError(message % {"key_result": link.key_result.title, "kpi": link.kpi.name})
