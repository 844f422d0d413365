"""What people should know of objectives and cycles beside their own work."""

from goals.models import Cycle, Objective
from goals.models.fields import Status
from goals.models.objective import carried_by, may_read
from notifications.domain.activities import record_activity
from notifications.domain.watches import listeners
from notifications.models import Activity
from people.models import User

OPENED = (Cycle.Stage.RUNNING, Cycle.Stage.REVIEW)


def tell_off_track(objective, before, *, actor):
    """Tell owner, manager and watchers where a locked objective, published and ``before`` of another status, is off.

    ``before`` is the Status it had when the actor began.
    """
    if objective.status != Status.OFF_TRACK or before == Status.OFF_TRACK or not objective.is_published:
        return
    data = {"before": before, "after": objective.status}
    record_activity(Activity.Kind.OFF_TRACK, objective, actor=actor, audience=audience_of(objective), data=data)


def tell_done(key_result, *, actor):
    """Tell those who follow its objective that a locked key result, published, is done."""
    objective = key_result.objective
    if objective.is_published:
        record_activity(Activity.Kind.DONE, key_result, actor=actor, audience=audience_of(objective))


def audience_of(objective):
    """Those who follow it and may read it."""
    managers = [each.pk for each in objective.company.tree.managers(objective.home_department_id)]
    nearest = next((pk for pk in managers if pk != objective.owner_id), None)
    people = listeners(Objective, {objective.pk: {objective.owner_id, nearest} - {None}})[objective.pk]
    return [person for person in people if is_reader(person, objective)]


def is_reader(person, objective):
    person.company = objective.company
    is_carried = objective.is_restricted and Objective.objects.filter(carried_by(person), pk=objective.pk).exists()
    return may_read(person, objective, is_carried=is_carried)


def tell_stage(cycle, *, actor):
    """Tell everybody, once, that a cycle begins or comes to its review."""
    if cycle.stage not in OPENED:
        return
    data = {"stage": cycle.stage, "kind": cycle.kind, "own_name": cycle.own_name, "starts_on": str(cycle.starts_on)}
    everybody = User.objects.active().filter(company=cycle.company_id)
    record_activity(
        Activity.Kind.CYCLE_STAGE, cycle, actor=actor, audience=list(everybody), data=data, occasion=cycle.stage
    )
