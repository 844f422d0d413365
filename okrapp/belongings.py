"""What stands in a person's name and would need somebody else: shown before they leave, and handed over."""

from dataclasses import dataclass, field, replace

from django.db.models import Model
from django.utils.translation import gettext as _

from common.ids import as_id
from goals import rules
from goals.access import share_company
from goals.models import ActionItem, Cycle, Initiative, KeyResult, Objective
from kpis.models import Kpi
from kpis.rules import edit_kpi
from people.models import Department
from people.rules import administers_leaver

OPEN_STATES = [Objective.State.DRAFT, Objective.State.ACTIVE]


@dataclass(frozen=True)
class Belonging:
    """One thing of the person's; ``about`` is what it belongs to, ``seen`` the number of what lies on its table."""

    kind: str
    thing: Model
    title: str
    url: str
    about: str = ""
    may: bool = False
    seen: int = 0

    @property
    def key(self):
        return f"{self.kind}-{self.thing.pk}"

    def as_seen(self, number):
        """The same, with the number that lay on the table when the page was opened."""
        return replace(self, seen=number)


@dataclass(frozen=True)
class Group:
    """All of one kind under a heading; ``how`` says what becomes of them when they are handed over."""

    heading: str
    how: str
    rows: list = field(default_factory=list)

    @property
    def allowed(self):
        return [each for each in self.rows if each.may]


def belongings_of(person, viewer):
    """Groups of what the viewer may read of it, each told whether it is theirs to hand over. Five queries."""
    at_once = _("The new owner takes over at once.")
    groups = [
        Group(
            _("Open key results"),
            _("The new owner is asked and agrees first; so does the accountable manager."),
            key_results_of(person, viewer),
        ),
        Group(_("Objectives"), at_once, objectives_of(person, viewer)),
        Group(_("KPIs"), at_once, kpis_of(person, viewer)),
        Group(_("Initiatives"), at_once, initiatives_of(person, viewer)),
        Group(_("Action items"), at_once, items_of(person, viewer)),
        Group(_("Departments managed"), _("The new manager takes over at once."), departments_of(person, viewer)),
    ]
    return [group for group in groups if group.rows]


def key_results_of(person, viewer):
    found = KeyResult.objects.live().visible_to(viewer).filter(owner=person)
    found = found.exclude(objective__cycle__stage=Cycle.Stage.CLOSED).order_by("due_on", "pk")
    return [
        Belonging(
            "key_result",
            share_company(viewer, each),
            each.title,
            each.get_absolute_url(),
            each.objective.title,
            may=rules.hand_over(viewer, each),
            seen=each.on_table.number if each.on_table else 0,
        )
        for each in found.select_related("objective__cycle", "objective__owner", "owner", "on_table")
    ]


def objectives_of(person, viewer):
    found = Objective.objects.visible_to(viewer).filter(owner=person, state__in=OPEN_STATES)
    found = found.exclude(cycle__stage=Cycle.Stage.CLOSED).order_by("cycle", "pk")
    return [
        Belonging(
            "objective",
            share_company(viewer, each),
            each.title,
            each.get_absolute_url(),
            _("Draft") if each.is_draft else "",
            may=rules.hand_over_objective(viewer, each),
        )
        for each in found.select_related("cycle", "owner")
    ]


def kpis_of(person, viewer):
    found = Kpi.objects.visible_to(viewer).active().filter(owner=person)
    return [Belonging("kpi", each, each.name, each.get_absolute_url(), may=edit_kpi(viewer, each)) for each in found]


def initiatives_of(person, viewer):
    found = Initiative.objects.visible_to(viewer).open().filter(owner=person).select_related("owner")
    return [
        Belonging(
            "initiative",
            each,
            each.title,
            each.get_absolute_url(),
            may=is_theirs_to_give(viewer, person, each),
        )
        for each in found
    ]


def items_of(person, viewer):
    visible = Initiative.objects.visible_to(viewer).open()
    found = ActionItem.objects.filter(owner=person, done_at=None, initiative__in=visible)
    return [
        Belonging(
            "item",
            each,
            each.text,
            each.initiative.get_absolute_url(),
            each.initiative.title,
            may=is_theirs_to_give(viewer, person, each.initiative),
        )
        for each in found.select_related("initiative__owner").order_by("due_on", "pk")
    ]


def is_theirs_to_give(viewer, person, initiative):
    """Whether the initiative, or an item of it, that is the person's is the viewer's to hand over."""
    return rules.run_initiative(viewer, initiative.owner, ()) or administers_leaver(viewer, person)


def departments_of(person, viewer):
    departments = viewer.company.tree.departments.values()
    return [
        Belonging("department", each, each.name, each.get_absolute_url(), may=viewer.is_admin)
        for each in departments
        if each.manager_id == person.pk
    ]


def has_come_to(key, successor):
    """Whether the thing that a form named by this key is the successor's by now."""
    kind, _dash, pk = key.partition("-")
    model, holder = HOLDERS.get(kind, (None, ""))
    return model is not None and model.objects.filter(pk=as_id(pk), **{holder: successor}).exists()


HOLDERS = {
    "key_result": (KeyResult, "owner"),
    "objective": (Objective, "owner"),
    "kpi": (Kpi, "owner"),
    "initiative": (Initiative, "owner"),
    "item": (ActionItem, "owner"),
    "department": (Department, "manager"),
}
