"""Where a KPI stands in the tree, and what its formula may name. Decided under the lock of the company row."""

from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _

from kpis.domain.errors import KpiError
from kpis.domain.readers import has_more_readers
from kpis.formulas import FormulaError, parse
from kpis.models import Kpi
from kpis.periods import Frequency
from kpis.tree_wording import formula_problem


def check_place(kpi):
    """Put the formula into its one spelling. Raises KpiError where place or formula cannot be, before it is saved."""
    kpi.formula = read_formula(kpi.formula)
    others = list(Kpi.objects.filter(company=kpi.company_id).exclude(pk=kpi.pk))
    for each in others:
        each.company = kpi.company
    check_parent(kpi)
    active = {each.code: each for each in [*others, kpi] if each.archived_at is None}
    check_inputs(kpi, active)
    check_users(kpi, others, active)
    check_loops(kpi, [*others, kpi])


def read_formula(text):
    if not text.strip():
        return ""
    try:
        return parse(text).text
    except FormulaError as error:
        raise KpiError(formula_problem(error), "formula") from error


def check_parent(kpi):
    if kpi.parent is None:
        return
    if kpi.parent.company_id != kpi.company_id:
        raise KpiError(_("This KPI belongs to another company."), "parent")
    if kpi.is_kgi:
        raise KpiError(_("A KGI is the top of its tree and part of no other KPI."), "parent")


def check_inputs(kpi, active):
    """What the formula names has to exist, be measured at least as often, and be open to all who read the result."""
    codes = codes_of(kpi)
    if unknown := [code for code in codes if code not in active]:
        raise KpiError(_("There is no KPI with the code %(code)s.") % {"code": ", ".join(unknown)}, "formula")
    for used in (active[code] for code in codes):
        if is_coarser(used, kpi):
            message = _("%(code)s is measured less often than this KPI, so it cannot be part of its formula.")
            raise KpiError(message % {"code": used.code}, "formula")
        if leaks(used, kpi):
            message = _("Not everyone who reads this KPI may read %(code)s, so it cannot be computed from it.")
            raise KpiError(message % {"code": used.code}, "formula")


def check_users(kpi, others, active):
    """Refuse a change that another KPI's formula cannot bear; that KPI may be none of the reader's business."""
    stored = Kpi.objects.filter(pk=kpi.pk).first()
    for user in users_of(stored, others):
        used = active.get(stored.code)
        if used is None or is_coarser(used, user) or leaks(used, user):
            raise KpiError(
                _(
                    "Another KPI is computed from this one. As long as it is, this KPI keeps its code, "
                    "is measured no less often and stays open to the same readers."
                )
            )


def check_unused(kpi):
    """Raises KpiError where an active KPI is computed from this one."""
    if users_of(kpi, Kpi.objects.filter(company=kpi.company_id).exclude(pk=kpi.pk)):
        raise KpiError(_("Another KPI is computed from this one. Change its formula first."))


def users_of(kpi, others):
    if kpi is None:
        return []
    return [each for each in others if each.archived_at is None and kpi.code in codes_of(each)]


def codes_of(kpi):
    return parse(kpi.formula).codes if kpi.formula else ()


def is_coarser(used, kpi):
    return Frequency(used.frequency).rank > Frequency(kpi.frequency).rank


def leaks(used, kpi):
    """Whether somebody reads the KPI who may not read the one it is computed from."""
    return used.is_restricted and has_more_readers(kpi, used)


def check_loops(kpi, kpis):
    """Refuse a ring of parents and formulas together: a parent hangs on its children as a result on its inputs."""
    ids = {each.code: each.pk for each in kpis}
    sorter = TopologicalSorter()
    for each in kpis:
        sorter.add(each.pk, *(ids[code] for code in codes_of(each) if code in ids))
        if each.parent_id:
            sorter.add(each.parent_id, each.pk)
    try:
        sorter.prepare()
    except CycleError as error:
        field = "formula" if kpi.formula else "parent"
        raise KpiError(
            _("This KPI would hang on itself, by way of its formula or of what it is part of."), field
        ) from error
