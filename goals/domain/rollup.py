"""Bringing stored figures up to date, from a key result up to every objective it contributes to."""

from goals.domain.figures import (
    counting_children,
    counting_key_results,
    key_result_figures,
    objective_progress,
    objective_status,
)
from goals.domain.locks import lock_parent
from goals.domain.sources import sources_of
from goals.models import ProgressPoint


def refresh_key_result(key_result):
    """Recompute and store the figures of a locked key result. Raises progress.OutOfRange."""
    figures = vars(
        key_result_figures(
            key_result,
            list(key_result.check_ins.effective()),
            list(key_result.milestones.all()) if key_result.has_milestones else (),
            sources_of([key_result]).get(key_result.pk),
        )
    )
    for name, value in figures.items():
        setattr(key_result, name, value)
    key_result.save(update_fields=[*figures, "last_seq"])
    mark_point(key_result, key_result=key_result)


def roll_up(objective):
    """Recompute a locked objective and, while something changes, each parent it contributes to.

    Parents are locked one by one on the way up; each parent's id is read from the locked child.
    """
    while objective and refresh_objective(objective):
        objective = lock_counting_parent(objective)


def lock_counting_parent(objective):
    """Lock and return the parent in whose progress a locked objective counts, or None."""
    if objective.counts_in_parent:
        return lock_parent(objective)
    return None


def roll_up_parent(objective):
    """Recompute what a locked objective contributes to, after it began or ceased to count there."""
    if objective.feeds_parent:
        roll_up(lock_parent(objective))


def refresh_objective(objective):
    """Store progress and status of a locked objective; tell whether either changed."""
    progress = objective_progress(
        counting_key_results([objective.pk]).values_list("progress", "weight"),
        counting_children([objective.pk]).values_list("progress", "alignment_weight"),
    )
    statuses = objective.key_results.order_by().values_list("status", flat=True)
    status = objective_status(statuses, objective.stated_status)
    changed = (progress, status) != (objective.progress, objective.status)
    if changed:
        objective.progress, objective.status = progress, status
        objective.save(update_fields=["progress", "status"])
    mark_point(objective, objective=objective)
    return changed


def mark_point(subject, **key):
    """Write where a locked subject stands on this company day; the day's last write wins."""
    point = ProgressPoint(
        on=subject.company.today(),
        company_id=subject.company_id,
        progress=subject.progress,
        status=subject.status,
        **key,
    )
    ProgressPoint.objects.bulk_create(
        [point], update_conflicts=True, unique_fields=[*key, "on"], update_fields=["progress", "status"]
    )
