"""What the fields of a goals form may name: objectives to align to, key results, initiatives."""

from functools import partial

from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext as _

from common.directories import TitledDirectory
from goals.access import share_company
from goals.models import Cycle, Dependency, Initiative, KeyResult, Objective
from goals.models.fields import CLOSED
from goals.wording import place_name


class Parents(TitledDirectory):
    """Objectives to align to. ``hidden`` is the present parent where the person may not read it, else None.

    It stays choosable without a name: who edits an objective need not take it out of an alignment that somebody
    else made.
    """

    def __init__(self, found, entry, hidden):
        super().__init__(found, entry)
        self.hidden = hidden

    def entries_of(self, things):
        return [*super().entries_of(things), *self.hidden_entries()]

    def hidden_entries(self):
        if self.hidden:
            label = _("(restricted)")
            yield self.hidden, label, label, ""


def objective_directory(user, objective=None):
    """Published objectives in open cycles that the person may read, and the parent that ``objective`` has now.

    That one stays choosable in whatever state it is.
    """
    readable = Objective.objects.visible_to(user)
    parent = objective and objective.parent
    found = readable.filter(choosable() | Q(pk=parent and parent.pk)).exclude(pk=objective and objective.pk)
    found = found.select_related("cycle", "owner").order_by("-cycle__starts_on", "pk")
    is_hidden = parent and not readable.filter(pk=parent.pk).exists()
    return Parents(found, partial(objective_entry, user), parent if is_hidden else None)


def choosable():
    return Q(state=Objective.State.ACTIVE) & ~Q(cycle__stage=Cycle.Stage.CLOSED)


def objective_entry(user, objective):
    label = f"{objective.title} ({place_name(share_company(user, objective))})"
    return objective, label, f"{label} {objective.cycle.name} #{objective.pk}", objective.search_text


def key_result_directory(user, initiative=None):
    """Live key results in open cycles that the person may read, and those the initiative serves already."""
    open_now = Q(objective__state=Objective.State.ACTIVE) & ~Q(objective__cycle__stage=Cycle.Stage.CLOSED)
    drafts = Q(objective__state=Objective.State.DRAFT)
    wanted = (open_now | drafts) & ~Q(status__in=CLOSED)
    if initiative:
        wanted |= Q(pk__in=[each.pk for each in initiative.key_results.all()])
    found = KeyResult.objects.visible_to(user).filter(wanted).select_related("objective__owner", "objective__cycle")
    return TitledDirectory(found.order_by("pk"), partial(key_result_entry, user))


def key_result_entry(user, key_result):
    label = f"{key_result.title} ({place_name(share_company(user, key_result).objective)})"
    return key_result, label, f"{label} #{key_result.pk}", key_result.search_text


def initiative_directory(user, initiative=None):
    """Open initiatives that the person may read, and those the initiative waits for already."""
    needed = Exists(Dependency.objects.filter(initiative=initiative, needed=OuterRef("pk")))
    found = Initiative.objects.visible_to(user).annotate(is_needed=needed if initiative else Value(False))
    found = found.filter(Q(state__in=Initiative.OPEN) | Q(is_needed=True))
    found = found.exclude(pk=initiative and initiative.pk).select_related("owner").order_by("pk")
    return TitledDirectory(found, initiative_entry)


def initiative_entry(initiative):
    label = f"{initiative.title} ({initiative.owner.name})"
    return initiative, label, f"{initiative.title} #{initiative.pk}", initiative.search_text
