"""Who may read a restricted KPI, seen from the people: the counterpart of ``Kpi.objects.visible_to``."""

from people.models import Role, User


def named_readers(kpi):
    """Ids of its owner and the managers above its place. Admins read everything besides."""
    managers = kpi.company.tree.manager_line(kpi.department_id) if kpi.department_id else []
    return {kpi.owner_id, *managers}


def has_more_readers(kpi, used):
    """Whether somebody active reads ``kpi`` who may not read the restricted ``used``; they share one company."""
    if not kpi.is_restricted:
        return True
    more = named_readers(kpi) - named_readers(used)
    return bool(more) and User.objects.active().filter(pk__in=more).exclude(role=Role.ADMIN).exists()
