"""What stands above and below an objective, as far as somebody may read it: one query for both."""

from dataclasses import dataclass, field

from django.db.models import Q

from goals.access import share_company
from goals.models import Objective
from goals.models.objective import readable_by, whether


@dataclass
class Relatives:
    """``hidden`` counts published children that others may not read; drafts of others are not even counted."""

    parent: Objective | None = None
    contributing: list = field(default_factory=list)
    supporting: list = field(default_factory=list)
    counting: list = field(default_factory=list)
    hidden: int = 0

    @property
    def children(self):
        return [*self.contributing, *self.supporting]


def relatives_of(objective, viewer):
    relatives = Relatives()
    for relative in found_around(objective, viewer):
        share_company(viewer, relative)
        if relative.pk == objective.parent_id:
            relatives.parent = relative if relative.is_readable else None
        else:
            add_child(relatives, relative)
    return relatives


def found_around(objective, viewer):
    return (
        Objective.objects.filter(Q(pk=objective.parent_id) | Q(parent=objective), company=viewer.company_id)
        .exclude(state=Objective.State.ARCHIVED, parent=objective)
        .annotate(is_readable=whether(readable_by(viewer)))
        .select_related("owner", "cycle", "department")
        .order_by("pk")
    )


def add_child(relatives, child):
    if not child.is_readable:
        relatives.hidden += not child.is_draft
        return
    if child.feeds_parent:
        relatives.contributing.append(child)
        if child.counts_in_parent:
            relatives.counting.append(child)
    else:
        relatives.supporting.append(child)
