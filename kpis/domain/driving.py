"""Key results driven by KPIs follow every actual that changes, in the same transaction (docs/adr/0025)."""

from django.utils.translation import gettext as _

from goals.domain.automatic import refresh_automatic
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


def check_drives_nothing(kpi, field=None):
    """Raises KpiError, naming the field, where the KPI gives the value of a key result that is still under way."""
    driving = KeyResultLink.objects.driving().filter(kpi=kpi).exclude(key_result__status__in=CLOSED)
    if driving.exclude(key_result__objective__cycle__stage=Cycle.Stage.CLOSED).exists():
        message = _("A key result gets its value from this KPI. Let another one give it, or end it, first.")
        raise KpiError(message, field)
