"""The audit log of the demo company: the entries that whoever wrote all this would have left, at their time."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from django.db.models import Prefetch
from django.utils import translation

from goals.domain.cycles import STAGES
from goals.domain.cycles import TRACKED as CYCLE_FIELDS
from goals.domain.initiatives import FIELDS as INITIATIVE_FIELDS
from goals.domain.initiatives import STATE_FIELDS
from goals.domain.key_results import FIELDS as KEY_RESULT_FIELDS
from goals.domain.key_results import parts_of
from goals.domain.objectives import FIELDS as OBJECTIVE_FIELDS
from goals.models import Consent, Initiative, KeyResult, Objective, Proposal, Reading
from goals.models.fields import CLOSED
from kpis.domain.baselines import FIELDS as BASELINE_FIELDS
from kpis.domain.kpis import FIELDS as KPI_FIELDS
from kpis.domain.notes import FIELDS as NOTE_FIELDS
from kpis.models import DefinitionVersion, Kpi
from notifications.domain.webhooks import facts
from notifications.models import Webhook
from people.domain.accounts import set_up
from people.domain.audit import audit_entry, differences, record_entries, snapshot
from people.domain.companies import FIELDS as COMPANY_FIELDS
from people.domain.departments import FIELDS as DEPARTMENT_FIELDS

OPENING, NINE = timedelta(hours=9), time(9)
SHORTLY = timedelta(minutes=12)
A_WHILE = timedelta(hours=2)
PREPARED_BEFORE = timedelta(days=20)
TAKEN_BEFORE = timedelta(days=3, hours=1)
FRIDAY = 4
State = Objective.State


def write_changes(staff, cycles, now):
    """Write every entry, the earliest first; none lies before the company began or after ``now``."""
    told = Teller(staff, now)
    with translation.override(staff.company.language):
        told.company()
        for cycle in cycles.values():
            told.cycle(cycle)
        for reading in Reading.objects.filter(company=staff.company).select_related("objective", "person"):
            told.reading(reading)
        related = ["owner", "cycle__company", "department", "parent"]
        for objective in Objective.objects.filter(company=staff.company).select_related(*related):
            told.objective(objective)
        for key_result in KeyResult.objects.filter(company=staff.company).select_related("objective__owner", "owner"):
            told.key_result(key_result)
        consents = Prefetch("consents", Consent.objects.select_related("person").order_by("created_at"))
        proposals = Proposal.objects.select_related("key_result__owner", "author", "owner").prefetch_related(consents)
        for proposal in proposals.filter(company=staff.company):
            told.proposal(proposal)
        planned = Initiative.objects.filter(company=staff.company, opening=None)  # what a rule opens is logged then
        for initiative in planned.select_related("owner"):
            told.initiative(initiative)
        for kpi in Kpi.objects.filter(company=staff.company).select_related("owner"):
            told.kpi(kpi)
        for webhook in Webhook.objects.filter(company=staff.company):
            told.new(webhook, webhook.created_at, "webhook.added", told.admin, facts(webhook))
    record_entries(sorted(told.entries, key=lambda entry: entry.created_at))


def on_working_day(at):
    """The same hour on that day, or on the Monday after a weekend."""
    return at + timedelta(days=7 - at.weekday()) if at.weekday() > FRIDAY else at


class Teller:
    """Collects the entries; each method tells the life of one thing."""

    def __init__(self, staff, now):
        self.staff, self.now, self.entries = staff, now, []
        self.admin = staff.people[staff.logins["admin"]]
        self.opened = on_working_day(staff.company.created_at + OPENING)

    def tell(self, subject, at, action, actor, changes=None, label=None):
        entry = audit_entry(subject, actor=actor, action=action, changes=changes, label=label)
        entry.created_at = min(max(on_working_day(at.astimezone(self.now.tzinfo)), self.opened), self.now)
        self.entries.append(entry)

    def new(self, subject, at, action, actor, fields):
        self.tell(subject, at, action, actor, differences({}, fields))

    def company(self):
        company, at = self.staff.company, self.opened
        self.new(company, at, "company.created", None, snapshot(company, COMPANY_FIELDS))
        for department in filter(None, self.staff.departments.values()):
            self.new(department, at, "department.created", self.admin, snapshot(department, DEPARTMENT_FIELDS))
        for person in self.staff.people.values():
            self.new(person, at + SHORTLY, "person.added", self.admin, set_up(person))
            self.tell(person, at + A_WHILE, "person.password_set", person)
        hours = {"due_hour": (company.due_hour - 1, company.due_hour)}
        self.tell(company, at + PREPARED_BEFORE, "company.changed", self.admin, hours)
        taken = {"file": (None, "people.xlsx"), "rows": (None, len(self.staff.people))}
        self.tell(company, self.now - TAKEN_BEFORE, "company.exported", self.admin, taken)

    def cycle(self, cycle):
        """Prepared before it begins; each stage it has come to since."""
        first, last = (
            datetime.combine(day, NINE, tzinfo=self.now.tzinfo) for day in (cycle.starts_on, cycle.ends_on)
        )
        fields = snapshot(cycle, CYCLE_FIELDS) | {"stage": STAGES[0]}
        self.new(cycle, first - PREPARED_BEFORE, "cycle.created", self.admin, fields)
        moments = [first, last, last + PREPARED_BEFORE / 2]
        come_to = STAGES[: STAGES.index(cycle.stage) + 1]
        for before, stage, at in zip(come_to, come_to[1:], moments, strict=False):
            self.tell(cycle, at, "cycle.moved", self.admin, {"stage": (before, stage)})

    def objective(self, objective):
        at, owner = objective.created_at, objective.owner
        self.new(objective, at, "objective.created", owner, snapshot(objective, OBJECTIVE_FIELDS))
        if not objective.is_draft:
            states = {"state": (State.DRAFT, State.ACTIVE)}
            self.tell(objective, at + SHORTLY, "objective.published", owner, states)
        if objective.is_archived:
            states = {"state": (State.ACTIVE, State.ARCHIVED)}
            self.tell(objective, objective.archived_at, "objective.archived", owner, states)

    def reading(self, reading):
        edition, label = {"edition": (None, reading.edition)}, reading.objective.title
        self.tell(reading, reading.read_at, "reading.said", reading.person, edition, label)

    def key_result(self, key_result):
        fields = snapshot(key_result, KEY_RESULT_FIELDS) | parts_of(key_result)
        self.new(key_result, key_result.created_at, "key_result.created", key_result.objective.owner, fields)
        if key_result.status in CLOSED:
            ended = {"status": (None, key_result.status), "closing_reason": (None, key_result.closing_reason or None)}
            at = (key_result.last_check_in_at or key_result.created_at) + A_WHILE
            self.tell(key_result, at, f"key_result.{key_result.status}", key_result.owner, ended)

    def proposal(self, proposal):
        """Laid on the table, and in force with the last consent."""
        key_result, terms = proposal.key_result, KeyResult.TERMS
        asked = differences(snapshot(key_result, terms), snapshot(proposal, terms))
        action = f"key_result.terms_{proposal.act}"
        self.tell(key_result, proposal.created_at + SHORTLY, action, proposal.author, asked)
        if key_result.agreed_id == proposal.pk and proposal.consents.all():
            *_, last = proposal.consents.all()
            self.tell(key_result, last.created_at + SHORTLY, "key_result.agreed", last.person)

    def initiative(self, initiative):
        at, owner = initiative.created_at, initiative.owner
        self.new(initiative, at, "initiative.created", owner, snapshot(initiative, INITIATIVE_FIELDS))
        for item in initiative.items.exclude(done_at=None).select_related("done_by"):
            self.tell(initiative, item.done_at, "initiative.item_done", item.done_by, {"item": (None, item.text)})
            at = max(at, item.done_at)
        if not initiative.is_open:
            ended = differences({"state": Initiative.State.DOING}, snapshot(initiative, STATE_FIELDS))
            self.tell(initiative, at + SHORTLY, f"initiative.{initiative.state}", owner, ended)

    def kpi(self, kpi):
        self.new(kpi, kpi.created_at + OPENING + A_WHILE, "kpi.created", kpi.owner, snapshot(kpi, KPI_FIELDS))
        for note in kpi.notes.select_related("author"):
            self.new(kpi, note.created_at, "kpi.note_added", note.author, snapshot(note, NOTE_FIELDS))
        for baseline in kpi.baselines.select_related("author"):
            self.new(
                kpi, baseline.created_at, "kpi.baseline_set", baseline.author, snapshot(baseline, BASELINE_FIELDS)
            )
        versions = list(DefinitionVersion.objects.filter(kpi=kpi).select_related("author"))
        for before, version in pairwise(versions):
            at = datetime.combine(version.effective_on, NINE, tzinfo=self.now.tzinfo)
            meaning = {"definition": (before.definition, version.definition)}
            self.tell(kpi, at, "kpi.changed", version.author, meaning)
