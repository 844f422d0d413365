"""Counters beside the objective form: guides, never walls (A8)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.named_fields import named_in
from goals.models import Objective

FEWEST, MOST = 2, 4


def objectives_guide(form):
    """How many published objectives the same place has in the chosen cycle, as far as the reader may see."""
    place = chosen_place(form)
    if place is None:
        return ""
    count = form.fields["parent"].directory.found.filter(state=Objective.State.ACTIVE, **place).count()
    counted = ngettext("%(count)d other objective there.", "%(count)d other objectives there.", count)
    return _("%(counted)s %(fewest)d to %(most)d in all are a good number.") % {
        "counted": counted % {"count": count},
        "fewest": FEWEST,
        "most": MOST,
    }


def chosen_place(form):
    """Level, cycle and department or owner that the form now names, as attributes; None where it does not yet."""
    level, cycle = form["level"].value(), str(form["cycle"].value() or "")
    if level not in Objective.Level.values or cycle not in form.cycles:
        return None
    place = {"level": level, "cycle_id": int(cycle)}
    if level == Objective.Level.DEPARTMENT:
        department = str(form["department"].value() or "")
        known = dict(form.fields["department"].choices)
        return {**place, "department_id": int(department)} if department and department in known else None
    if level == Objective.Level.INDIVIDUAL:
        owner = named_in(form["owner"])
        return {**place, "owner_id": owner.pk} if owner else None
    return place
