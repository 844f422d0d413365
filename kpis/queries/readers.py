"""Who may read a KPI: the counterpart of ``Kpi.objects.visible_to`` seen from the people."""

from django.db.models import Q

from people.models import Role, User


def readers_of(kpi):
    """Everybody active who may read the KPI."""
    people = User.objects.filter(company=kpi.company_id).active()
    if not kpi.is_restricted:
        return people
    managers = [manager.pk for manager in kpi.company.tree.managers(kpi.department_id)]
    return people.filter(Q(role=Role.ADMIN) | Q(pk__in=[kpi.owner_id, *managers]))
