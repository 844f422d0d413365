"""Which KPIs belong to a key result, and which one of them gives its value."""

from django.db import transaction
from django.utils.translation import gettext as _

from goals.domain.automatic import set_automatic
from goals.domain.errors import GoalError, refuse_if_closed
from goals.domain.locks import lock_key_result, lock_paths_of
from goals.progress import OutOfRange
from goals.queries.readers import readers_of
from kpis.domain.errors import KpiError
from kpis.domain.measurements import lock_kpi
from kpis.domain.readers import named_readers
from kpis.models import KeyResultLink
from people.domain.audit import record_change
from people.models import Role

Mode = KeyResultLink.Mode
DRIVING = {Mode.LATEST, Mode.TO_DATE}


@transaction.atomic
def link_kpi(key_result, kpi, mode, *, actor):
    """Link a KPI to a key result, or change what it does there; doing it twice is doing it once.

    Raises KpiError, naming the field, or GoalError where the cycle is closed.
    """
    kpi, key_result = lock_both(key_result, kpi)
    link = KeyResultLink.objects.filter(key_result=key_result, kpi=kpi).first()
    before = link.mode if link else None
    link = link or KeyResultLink()
    link.kpi, link.key_result, link.mode = kpi, key_result, mode
    if before == mode:
        return link
    check_link(link, did_drive=before in DRIVING)
    link.save()
    record(link, actor=actor, before=before, after=mode)
    follow_links(key_result)
    return link


@transaction.atomic
def unlink_kpi(key_result, *, kpi, actor):
    """Take a KPI away from a key result. Where it gave the value, what people said last holds again."""
    kpi, key_result = lock_both(key_result, kpi)
    link = KeyResultLink.objects.filter(key_result=key_result, kpi=kpi).first()
    if link is None:
        return
    link.key_result = key_result
    refuse_after_the_end(link, did_drive=link.drives)
    record(link, actor=actor, before=link.mode, after=None)
    link.delete()
    follow_links(key_result)


def lock_both(key_result, kpi):
    """Lock company, KPI, the objective with all it contributes to, and the key result, in this order."""
    kpi = lock_kpi(kpi.pk)
    lock_paths_of(kpi.company_id, [key_result.objective_id])
    key_result = lock_key_result(key_result.pk)
    refuse_if_closed(key_result.objective)
    return kpi, key_result


def record(link, *, actor, before, after):
    """``before`` and ``after`` are modes; None: not linked."""
    code = link.kpi.code
    changes = {
        "kpi": tuple(code if mode else None for mode in (before, after)),
        "value_from": tuple(code if mode in DRIVING else None for mode in (before, after)),
        "kpi_mode": (before, after),
    }
    record_change(link.key_result, actor=actor, action="key_result.kpi_linked", changes=changes)


def follow_links(key_result):
    """Let the value come from the KPI that drives, if one does."""
    is_driven = KeyResultLink.objects.driving().filter(key_result=key_result).exists()
    if not (is_driven or key_result.is_automatic):
        return
    try:
        set_automatic(key_result, is_driven)
    except OutOfRange as error:
        message = _("With the actuals of this KPI the progress would be too large to store.")
        raise KpiError(message, "mode") from error


# What may be linked


def check_link(link, *, did_drive):
    """Raises KpiError where this link may not be."""
    key_result, kpi = link.key_result, link.kpi
    if kpi.company_id != key_result.company_id or kpi.archived_at is not None:
        raise KpiError(_("This KPI is archived."), "kpi")
    if problem := misfit(link):
        raise KpiError(problem, "mode")
    others = KeyResultLink.objects.driving().filter(key_result=key_result).exclude(kpi=kpi)
    if link.drives and others.exists():
        raise KpiError(_("Another KPI gives its value already. Let that one be shown beside it first."), "mode")
    refuse_after_the_end(link, did_drive=did_drive)
    if leaks(kpi, key_result.objective):
        raise KpiError(wider_readers(), "kpi")


def misfit(link):
    """Why the key result's kind and the link's mode do not go together; "" where they do."""
    if link.drives and link.key_result.has_milestones:
        return _("Milestones are ticked by people: a KPI can only be shown beside them.")
    if link.drives and link.key_result.has_initiatives:
        return _("Action items are ticked by people: a KPI can only be shown beside them.")
    if link.mode == Mode.TO_DATE and link.key_result.is_keep:
        return _("What is kept is looked at period by period: choose the latest actual.")
    return ""


def refuse_after_the_end(link, *, did_drive):
    if (link.drives or did_drive) and not link.key_result.is_live:
        raise KpiError(_("It has ended with the value it had. Take it up again to change this."), "mode")


def leaks(kpi, objective):
    """Whether somebody reads the objective who may not read the KPI."""
    if not kpi.is_restricted:
        return False
    if not objective.is_restricted:
        return True
    kpi.company = objective.company
    return readers_of(objective).exclude(role=Role.ADMIN).exclude(pk__in=named_readers(kpi)).exists()


def wider_readers():
    return _("Not everyone who reads the key result may read this KPI.")


def check_linked(objective):
    """Raises GoalError where the objective's key results, as they are now, cannot have the KPIs linked to them."""
    for link in KeyResultLink.objects.filter(key_result__objective=objective).select_related("kpi", "key_result"):
        if problem := misfit(link):
            raise GoalError(problem, "kind")
        if leaks(link.kpi, objective):
            message = _(
                "A restricted KPI is linked to a key result here. Not everyone who would read the key result "
                "may read that KPI."
            )
            raise GoalError(message, "visibility")


def check_readers(kpi):
    """Raises KpiError where a restricted KPI is linked to a key result that more people read.

    Expects the locks of driving.lock_followers, so that none of those gets more readers meanwhile.
    """
    if not kpi.is_restricted:
        return
    for link in kpi.key_result_links.select_related("key_result__objective__owner"):
        objective = link.key_result.objective
        objective.company = kpi.company
        if leaks(kpi, objective):
            message = _("More people read a key result that this KPI is linked to. Take the link away first.")
            raise KpiError(message, "visibility")
