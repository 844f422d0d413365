"""Which KPIs an initiative should move."""

from django.db import transaction
from django.utils.translation import gettext as _

from goals.domain.initiatives import record_links
from goals.domain.locks import lock_row
from kpis.domain.errors import KpiError
from kpis.models import InitiativeLink, Kpi
from people.models import Company


@transaction.atomic
def set_moved_kpis(initiative, kpis, *, actor):
    """Let it be to move exactly these, beside what the actor may not read. Raises KpiError, naming the field.

    The lock of the company stands for the initiative's own, and keeps a KPI from being archived meanwhile.
    """
    lock_row(Company, initiative.company_id)
    linked = Kpi.objects.filter(initiative_links__initiative=initiative)
    before = set(linked)
    after = before - set(linked.visible_to(actor)) | set(kpis)
    check_new(after - before, initiative)
    InitiativeLink.objects.filter(initiative=initiative, kpi__in=before - after).delete()
    InitiativeLink.objects.bulk_create(InitiativeLink(initiative=initiative, kpi=kpi) for kpi in after - before)
    record_links(initiative, "kpis", before, after, actor=actor)


def check_new(kpis, initiative):
    active = Kpi.objects.active().filter(company=initiative.company_id, pk__in=[kpi.pk for kpi in kpis])
    if active.count() < len(kpis):
        raise KpiError(_("This KPI is archived."), "kpis")
