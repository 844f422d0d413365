"""The stages of a cycle, and what moving to the one before or after it means."""

from django.utils.translation import gettext as _

from goals.domain.cycles import STAGES
from goals.models import Cycle

Stage = Cycle.Stage


def stage_steps(cycle):
    """Labels of all stages, the number of this one, and the moves that are possible from it."""
    at = STAGES.index(cycle.stage)
    return {
        "labels": [stage.label for stage in STAGES],
        "current": at + 1,
        "now": meaning(cycle.stage),
        "back": STAGES[at - 1] if at else None,
        "forward": STAGES[at + 1] if at + 1 < len(STAGES) else None,
        "forward_means": meaning(STAGES[at + 1]) if at + 1 < len(STAGES) else "",
    }


def meaning(stage):
    return {
        Stage.PLANNING: _("Objectives are written and aligned. Check-ins have not begun."),
        Stage.RUNNING: _("Key results are checked in. Objectives can still be adjusted."),
        Stage.REVIEW: _("Last check-ins are made, and results are looked back on."),
        Stage.CLOSED: _("Everything can be read, nothing can be changed."),
    }[stage]
