"""Key results whose values come from a source: made automatic, made manual again, and kept up to date."""

from itertools import groupby

from django.utils.translation import gettext as _

from goals.domain.errors import GoalError
from goals.domain.locks import lock_objective, lock_paths_of
from goals.domain.rollup import refresh_key_result, roll_up
from goals.models import Cycle, KeyResult

MEASURED_BY = ["kind", "start", "target", "low", "high", "starts_on", "due_on"]


def refresh_automatic(company_id, key_results):
    """Bring the automatic ones among a queryset of the company's key results up to date, and all above them.

    Call it after their source has changed, in the same transaction. What has ended or is closed stays as it is.
    Raises progress.OutOfRange.
    """
    following = key_results.filter(is_automatic=True).exclude(objective__cycle__stage=Cycle.Stage.CLOSED)
    found = dict(following.values_list("pk", "objective_id"))
    if not found:
        return
    lock_paths_of(company_id, found.values())
    refresh_together(KeyResult.objects.filter(pk__in=found, is_automatic=True))


def refresh_together(key_results):
    """Bring key results of several objectives up to date, whose paths upwards are all locked already."""
    locked = key_results.select_for_update(no_key=True)
    for objective_id, together in groupby(locked.order_by("objective", "pk"), key=lambda each: each.objective_id):
        objective = lock_objective(objective_id)
        for key_result in together:
            key_result.objective, key_result.company = objective, objective.company
            refresh_key_result(key_result)
        roll_up(objective)


def set_automatic(key_result, is_automatic):
    """Let a locked key result follow its source from now on, or what people say. Raises progress.OutOfRange."""
    key_result.is_automatic = is_automatic
    key_result.save(update_fields=["is_automatic"])
    refresh_key_result(key_result)
    roll_up(key_result.objective)


def check_feeding(key_result, before):
    """An automatic one keeps what its value can be measured by, and after its end all that made it."""
    if not key_result.is_automatic:
        return
    if key_result.has_milestones:
        raise GoalError(_("A KPI gives its value: milestones are ticked by people."), "kind")
    if key_result.has_initiatives:
        raise GoalError(_("A KPI gives its value: action items are ticked by people."), "kind")
    for name in MEASURED_BY:
        if not key_result.is_live and before.get(name, getattr(key_result, name)) != getattr(key_result, name):
            raise GoalError(_("It has ended with the value it had. Take it up again to change this."), name)
