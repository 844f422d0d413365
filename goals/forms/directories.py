"""What the fields of a goals form may name: colleagues who can own, and objectives to align to."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.named_fields import Directory
from goals.access import share_company
from goals.models import Cycle, Objective
from goals.wording import place_name


def objective_directory(user, objective=None):
    """Published objectives in open cycles that the person may read, and the parent that ``objective`` has now.

    That one stays choosable in whatever state it is, and nameless where the person may not read it: who edits
    an objective need not take it out of an alignment that somebody else made. One query, two for such a parent.
    """
    parent_id = objective.parent_id if objective else None
    found = list(
        Objective.objects.visible_to(user)
        .filter(choosable() | Q(pk=parent_id))
        .exclude(pk=objective.pk if objective else None)
        .select_related("cycle", "owner")
        .order_by("-cycle__starts_on", "pk")
    )
    entries = [entry(share_company(user, parent)) for parent in found]
    if parent_id and all(parent.pk != parent_id for parent in found):
        hidden = _("(restricted)")
        entries.append((Objective.objects.get(pk=parent_id), hidden, hidden, ""))
    return Directory(entries)


def choosable():
    return Q(state=Objective.State.ACTIVE) & ~Q(cycle__stage=Cycle.Stage.CLOSED)


def entry(objective):
    label = f"{objective.title} ({place_name(objective)})"
    return objective, label, f"{label} {objective.cycle.name} #{objective.pk}", objective.search_text
