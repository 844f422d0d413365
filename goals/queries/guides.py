"""Counters beside the objective form: guides, never walls (A8)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import Objective

FEWEST, MOST = 2, 4


def objectives_guide(form, viewer):
    """How many objectives the same place already has in the chosen cycle, as far as the viewer may read them."""
    place = chosen_place(form)
    if place is None:
        return ""
    others = Objective.objects.visible_to(viewer).filter(**place).exclude(state=Objective.State.ARCHIVED)
    count = others.exclude(pk=form.instance.pk if form.instance else None).count()
    counted = ngettext("%(count)d other objective there.", "%(count)d other objectives there.", count)
    return _("%(counted)s %(fewest)d to %(most)d in all are a good number.") % {
        "counted": counted % {"count": count},
        "fewest": FEWEST,
        "most": MOST,
    }


def chosen_place(form):
    """Level, cycle and department or owner that the form now names, as a filter; None where it does not yet."""
    level, cycle = form["level"].value(), str(form["cycle"].value() or "")
    if level not in Objective.Level.values or not cycle.isdecimal():
        return None
    place = {"level": level, "cycle": int(cycle)}
    if level == Objective.Level.DEPARTMENT:
        department = str(form["department"].value() or "")
        return {**place, "department": int(department)} if department.isdecimal() else None
    if level == Objective.Level.INDIVIDUAL:
        labels = form.fields["owner"].directory.matches(str(form["owner"].value() or ""))
        return {**place, "owner": form.fields["owner"].directory.things[labels[0]]} if labels else None
    return place
