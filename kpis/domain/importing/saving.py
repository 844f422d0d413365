"""Recording a file of actuals: all of it in one transaction, or nothing."""

from django.db import transaction

from kpis.domain.importing.planning import make_plan
from kpis.domain.measurements import record_many
from kpis.models import MeasurementEntry
from people.domain.audit import record_change
from people.domain.importing.saving import PlanChanged
from people.domain.locks import lock_company


@transaction.atomic
def commit_actuals(user, sheet, *, seen):
    """Record the sheet if it still does what was previewed; return the plan.

    ``seen`` is the fingerprint of the previewed plan. Everything is read and judged again under the lock that
    whoever records an actual takes first. Raises PlanChanged, with nothing written.
    """
    company = lock_company(user.company_id)
    plan = make_plan(user, sheet)
    if plan.problems or plan.fingerprint != seen:
        raise PlanChanged(plan)
    if plan.actuals:
        record_many(plan.actuals, author=user, way=MeasurementEntry.Way.FILE)
        counts = {"rows": (None, len(plan.actuals))}
        record_change(company, actor=user, action="company.actuals_imported", changes=counts)
    return plan
