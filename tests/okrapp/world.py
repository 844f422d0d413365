"""Two companies with one of everything, and everybody who might ask for it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from goals.domain.agreements import accept, open_agreement
from goals.domain.check_ins import Entry, post_check_in
from goals.domain.drafts import propose_draft
from goals.domain.hand_over import hand_over_key_result
from goals.domain.key_results import FIELDS, KeyResultTerms, change_key_result
from goals.models import GrowthNote, Objective, Tie
from goals.models.fields import Status
from kpis.models import AlertRule, Baseline, Kpi, KpiNote
from notifications.domain.cheers import set_cheer
from notifications.domain.comments import edit_comment, post_comment
from notifications.models import HelpRequest, Notification, Webhook
from notifications.subjects import Conversation, subjects
from people.domain.tokens import create_token
from people.models import DayOff, Invitation
from tests.factories import (
    AdminFactory,
    CycleFactory,
    DepartmentFactory,
    KeyResultFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)
from tests.factories.initiatives import ActionItemFactory, InitiativeFactory
from tests.factories.kpis import KpiFactory

NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)
TALKED_ABOUT = [
    ("objective", "draft"),
    ("key-result", "key_result"),
    ("check-in", "check_in"),
    ("kpi", "kpi"),
    ("kpi", "restricted_kpi"),
]
ACTORS = [
    "anonymous",
    "admin",
    "manager",
    "manager_above",
    "other_manager",
    "owner",
    "contributor",
    "member",
    "viewer",
    "deactivated",
    "foreign_member",
    "foreign_admin",
]


@dataclass
class World:
    """``objects``: what the URL rules name, of the first company; ``askers``: what asks as each of the people."""

    people: dict
    objects: dict = field(default_factory=dict)
    askers: dict = field(default_factory=dict)


def make_world(canary=""):
    """Build a company. ``canary`` is planted in every text a person could type."""
    admin = AdminFactory(family_name=f"{canary}Admin")
    company = admin.company
    company.name = f"{canary}{company.name}"
    company.save()
    above = UserFactory(company=company, family_name=f"{canary}Above")
    top = DepartmentFactory(company=company, manager=above, name=f"{canary}Top")
    manager = UserFactory(company=company, department=top, family_name=f"{canary}Manager")
    department = DepartmentFactory(company=company, parent=top, manager=manager, name=f"{canary}Sales")
    other_manager = UserFactory(company=company)
    DepartmentFactory(company=company, manager=other_manager, name=f"{canary}Other")
    owner = UserFactory(company=company, department=department, family_name=f"{canary}Owner")
    contributor = UserFactory(company=company, department=department)
    people = {
        "anonymous": None,
        "admin": admin,
        "manager": manager,
        "manager_above": above,
        "other_manager": other_manager,
        "owner": owner,
        "contributor": contributor,
        "member": UserFactory(company=company),
        "viewer": ViewerFactory(company=company),
        "deactivated": UserFactory(company=company, is_active=False),
    }
    world = World(people)
    plant(world, company, department, owner, contributor, canary)
    return world


def plant(world, company, department, owner, contributor, canary):
    cycle = CycleFactory(company=company)
    texts = {"title": f"{canary}Objective", "why": f"{canary}Why", "contribution": f"{canary}Contribution"}
    place = {"owner": owner, "cycle": cycle, "department": department}
    objective = ObjectiveFactory(**place, **texts)
    key_result = KeyResultFactory(objective=objective, title=f"{canary}Key result", unit=f"{canary[:10]}u")
    key_result.contributors.add(contributor)
    entry = Entry(status=Status.AT_RISK, value=Decimal(10), note=f"{canary}Note")
    check_in = post_check_in(key_result, entry, author=owner, helpers=[contributor])
    invited = UserFactory(company=company, joined_at=None)
    world.objects = {
        "company": company,
        "cycle": cycle,
        "day_off": DayOff.objects.create(
            company=company, name=f"{canary}Day off", starts_on=NOON.date(), ends_on=NOON.date()
        ),
        "department": department,
        "person": owner,
        "objective": objective,
        "company_objective": ObjectiveFactory(**place | {"department": None}, **texts, level=Objective.Level.COMPANY),
        "draft": ObjectiveFactory(**place, state=Objective.State.DRAFT, title=f"{canary}Draft"),
        "proposed_draft": propose_draft(
            ObjectiveFactory(**place, state=Objective.State.DRAFT, title=f"{canary}Proposed"), actor=owner
        ),
        "restricted": ObjectiveFactory(
            **place, visibility=Objective.Visibility.RESTRICTED, title=f"{canary}Restricted"
        ),
        "archived": ObjectiveFactory(**place, state=Objective.State.ARCHIVED, title=f"{canary}Archived"),
        "key_result": key_result,
        "check_in": check_in,
        **agreements_of(objective, owner, canary),
        **initiatives_of(key_result, owner, contributor, canary),
        "growth_note": GrowthNote.objects.create(
            company=company,
            person=owner,
            manager=department.manager,
            cycle=cycle,
            wish=f"{canary}Wish",
            answer=f"{canary}Answer",
        ),
        "help_request": HelpRequest.objects.get(object_id=check_in.pk),
        "notification": Notification.objects.get(person=contributor),
        **kpis_of(owner, department, canary),
        "invited": invited,
        "webhook": Webhook.objects.create(
            company=company, name=f"{canary}Channel", url=f"https://127.0.0.1/{canary}", kinds=["off_track"]
        ),
        "token": create_token(owner, actor=owner, name=f"{canary}Token")[0],
        "invitation": Invitation.objects.create(company=company, user=invited),
    }
    say(world, owner, contributor, canary)


def say(world, owner, contributor, canary):
    """Comments about most of the objects, of which one is told in every text it had, and a cheer."""
    for slug, name in TALKED_ABOUT:
        post_comment(talk_about(slug, world.objects[name]), f"{canary}Comment", author=owner)
    place, restricted = (talk_about("objective", world.objects[name]) for name in ("objective", "restricted"))
    comment = post_comment(place, f"{canary}Comment", author=owner)
    edit_comment(comment, f"{canary}Better", place=place)
    set_cheer(restricted, contributor, is_cheered=True)
    hidden = post_comment(restricted, f"{canary}Comment", author=owner)
    world.objects |= {"comment": comment, "restricted_comment": hidden}


def talk_about(slug, thing):
    return Conversation(subjects[slug], thing)


def agreements_of(objective, owner, canary):
    """A key result that was proposed to its owner, and one about whose agreed terms a change is proposed."""
    proposed, changing = KeyResultFactory.create_batch(2, objective=objective, title=f"{canary}Asked for")
    manager = objective.department.manager
    open_agreement(proposed, actor=manager)
    open_agreement(changing, actor=manager)
    accept(changing, actor=owner, seen=1)
    fields = {name: getattr(changing, name) for name in FIELDS} | {"target": Decimal(90)}
    change_key_result(changing, KeyResultTerms(fields), actor=manager)
    handed = KeyResultFactory(objective=objective, title=f"{canary}Handed over")
    above = objective.department.parent.manager
    hand_over_key_result(handed, above, actor=manager, seen=0, note=f"{canary}Note", reason=f"{canary}Reason")
    return {"proposed": proposed, "changing": changing, "handed": handed}


def initiatives_of(key_result, owner, contributor, canary):
    """One that serves a key result everybody reads, and one whose only key result is restricted."""
    texts = {"title": f"{canary}Initiative", "description": f"{canary}Description"}
    initiative = InitiativeFactory(owner=owner, key_results=[key_result], **texts)
    place = {"owner": owner, "cycle": key_result.objective.cycle, "department": key_result.objective.department}
    secret = ObjectiveFactory(**place, visibility=Objective.Visibility.RESTRICTED, title=f"{canary}Secret")
    paused = {"pause_reason": f"{canary}Pause", "paused_on": NOON.date()}
    served = KeyResultFactory(objective=secret, title=f"{canary}Secret", **paused)
    Tie.objects.create(key_result=key_result, other=served, kind=Tie.Kind.NEEDS)
    return {
        "initiative": initiative,
        "restricted_initiative": InitiativeFactory(owner=owner, key_results=[served], title=f"{canary}Secret"),
        "action_item": ActionItemFactory(initiative=initiative, owner=contributor, text=f"{canary}Action"),
    }


def kpis_of(owner, department, canary):
    """A KPI of the department in each condition that decides who reads it."""
    place = {"owner": owner, "department": department}
    texts = {"definition": f"{canary}Definition", "why": f"{canary}Why", "source": f"{canary}Source"}
    kpi = KpiFactory(**place, **texts, name=f"{canary}KPI")
    restricted = KpiFactory(**place, visibility=Kpi.Visibility.RESTRICTED, name=f"{canary}Restricted KPI")
    AlertRule.objects.create(kpi=kpi, initiative_title=f"{canary}Opened", initiative_owner=owner)
    pinned = {"on": NOON.date(), "text": f"{canary}Note", "author": owner}
    return {
        "kpi": kpi,
        "restricted_kpi": restricted,
        "kpi_note": KpiNote.objects.create(kpi=kpi, **pinned),
        "restricted_note": KpiNote.objects.create(kpi=restricted, **pinned),
        "baseline": Baseline.objects.create(kpi=kpi, starts_on=NOON.date(), reason=f"{canary}Baseline", author=owner),
        "archived_kpi": KpiFactory(**place, archived_at=NOON, name=f"{canary}Archived KPI"),
    }
