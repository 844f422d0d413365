"""What a check-in would change, computed as if it were saved. Nothing is written."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from goals.domain.figures import (
    counting_children,
    counting_key_results,
    key_result_figures,
    objective_progress,
    weigh,
)
from goals.models import CheckIn
from goals.rhythm import current_period


@dataclass(frozen=True)
class Preview:
    """Progress of the key result and its objective (None: none) before and after."""

    before: Decimal
    after: Decimal
    objective_before: Decimal | None
    objective_after: Decimal | None


def preview_check_in(key_result, entry, *, replaces=None):
    """Return the Preview of an entry, or of a correction of ``replaces``. Raises progress.OutOfRange."""
    milestones = list(key_result.milestones.all()) if key_result.has_milestones else ()
    check_ins = [row for row in key_result.check_ins.effective() if replaces is None or row.pk != replaces.pk]
    check_ins.append(unsaved(key_result, entry, milestones, replaces))
    check_ins.sort(key=lambda row: row.position)
    after = key_result_figures(key_result, check_ins, milestones).progress
    return Preview(
        before=key_result.progress,
        after=after,
        objective_before=key_result.objective.progress,
        objective_after=progress_with(key_result, after),
    )


def unsaved(key_result, entry, milestones, replaces):
    value = weigh(milestones, entry.done_milestones)[0] if key_result.has_milestones else entry.value
    return CheckIn(
        position=replaces.position if replaces else key_result.last_seq + 1,
        period=replaces.period if replaces else current_period(key_result, key_result.company).start,
        value=value,
        done_milestones=entry.done_milestones,
        status=entry.status,
        note=entry.note,
        created_at=timezone.now(),
    )


def progress_with(key_result, progress):
    """The objective's progress if this key result stood at ``progress``."""
    objective_ids = [key_result.objective_id]
    rows = counting_key_results(objective_ids).values_list("pk", "progress", "weight")
    return objective_progress(
        [(progress if pk == key_result.pk else stored, weight) for pk, stored, weight in rows],
        counting_children(objective_ids).values_list("progress", "alignment_weight"),
    )
