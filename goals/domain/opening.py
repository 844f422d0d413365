"""An initiative that no person plans, but something that has happened."""

from goals.domain.initiatives import FIELDS, can_own
from goals.models import Cycle, Initiative, KeyResult, Objective, ServedKeyResult
from goals.models.fields import CLOSED
from people.domain.audit import record_differences, snapshot


def open_initiative(company, *, owner, actor, title, starts_on, due_on, key_results):
    """Plan an initiative of ``owner`` that serves these, under the lock of the company; ``actor`` may be None.

    Nothing but the company needs to be locked: without action items it moves no figure.
    """
    initiative = Initiative.objects.create(
        company=company, owner=owner, created_by=owner, title=title, starts_on=starts_on, due_on=due_on
    )
    served = [ServedKeyResult(initiative=initiative, key_result=each) for each in key_results]
    ServedKeyResult.objects.bulk_create(served)
    record_differences(initiative, {}, snapshot(initiative, FIELDS), actor=actor, action="initiative.created")
    return initiative


def retitle(initiative, title, *, actor):
    """Give it another title, under the lock of the company."""
    before = snapshot(initiative, FIELDS)
    initiative.title = title
    initiative.save(update_fields=["title"])
    record_differences(initiative, before, snapshot(initiative, FIELDS), actor=actor, action="initiative.changed")


def servable(key_results):
    """Those of a queryset that something opened by itself may serve: under way, and not counted by action items.

    What is counted gets its initiatives from those who report it (docs/adr/0028).
    """
    return (
        key_results.filter(objective__state=Objective.State.ACTIVE)
        .exclude(kind=KeyResult.Kind.INITIATIVES)
        .exclude(status__in=CLOSED)
        .exclude(objective__cycle__stage=Cycle.Stage.CLOSED)
    )


def first_able(*people):
    """The first of them who can own an initiative; None where there is none."""
    return next((person for person in people if can_own(person)), None)
