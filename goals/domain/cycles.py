"""Setting up cycles and moving them from stage to stage."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from goals.domain.automatic import refresh_automatic
from goals.domain.errors import GoalError
from goals.domain.locks import lock_objectives_of
from goals.domain.news import tell_stage
from goals.feeding import check_followed
from goals.models import Cycle, KeyResult, Objective
from goals.models.fields import CLOSED
from people.domain.audit import differences, record_change, snapshot

STAGES = [Cycle.Stage.PLANNING, Cycle.Stage.RUNNING, Cycle.Stage.REVIEW, Cycle.Stage.CLOSED]
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
LONGEST = timedelta(days=5 * 366)
TRACKED = ["kind", "own_name", "starts_on", "ends_on", "stage"]


def save_cycle(cycle, *, actor):
    """Create or change a cycle. Raises GoalError where its dates are reversed, out of bounds or already taken."""
    check_days(cycle)
    before = snapshot(Cycle.objects.filter(pk=cycle.pk).first(), TRACKED)
    try:
        with transaction.atomic():
            cycle.save()
            action = "cycle.changed" if before else "cycle.created"
            record_change(cycle, actor=actor, action=action, changes=differences(before, snapshot(cycle, TRACKED)))
    except IntegrityError as error:
        raise GoalError(_("There is already a cycle with these dates."), "starts_on") from error
    return cycle


def check_days(cycle):
    """Every page walks a cycle week by week, and a slip of the finger makes a year 20261 or 0206."""
    for name in ("starts_on", "ends_on"):
        if not FIRST_DAY <= getattr(cycle, name) <= LAST_DAY:
            raise GoalError(_("The year has to lie between 2000 and 2099."), name)
    if cycle.ends_on < cycle.starts_on:
        raise GoalError(_("The last day lies before the first."), "ends_on")
    if cycle.ends_on - cycle.starts_on > LONGEST:
        raise GoalError(_("A cycle lasts five years at most."), "ends_on")


@transaction.atomic
def move_cycle(cycle, stage, *, actor):
    """Move the cycle one stage forward or back. Raises GoalError for a longer step, and where it is opened again but
    a key result could no longer follow its source.

    Check-ins under way are waited for: none enters a cycle once it is closed.
    """
    lock_objectives_of(cycle)
    locked = Cycle.objects.select_for_update(of=("self",)).select_related("company").get(pk=cycle.pk)
    if locked.stage == stage:
        return locked
    if abs(STAGES.index(stage) - STAGES.index(locked.stage)) != 1:
        raise GoalError(_("A cycle moves one stage at a time."))
    refuse_to_move_closed_figures(locked, stage)
    record_change(locked, actor=actor, action="cycle.moved", changes={"stage": (locked.stage, stage)})
    is_forward = STAGES.index(stage) > STAGES.index(locked.stage)
    was_closed, locked.stage = locked.is_closed, stage
    locked.save(update_fields=["stage"])
    if was_closed:
        reopened = KeyResult.objects.filter(objective__cycle=locked)
        check_followed(reopened.exclude(status__in=CLOSED))
        refresh_automatic(locked.company_id, reopened)
    if is_forward:
        tell_stage(locked, actor=actor)
    return locked


def refuse_to_move_closed_figures(cycle, stage):
    """What is closed keeps its figures: nothing in an open cycle may count in an objective of a closed one."""
    feeding = Objective.objects.filter(alignment=Objective.Alignment.CONTRIBUTES).exclude(parent__cycle=F("cycle"))
    fed_from_outside = feeding.filter(parent__cycle=cycle).exclude(cycle__stage=Cycle.Stage.CLOSED)
    if stage == Cycle.Stage.CLOSED and fed_from_outside.exists():
        raise GoalError(_("Objectives of another open cycle still count in this one: close that one first."))
    feeds_a_closed_one = feeding.filter(cycle=cycle, parent__cycle__stage=Cycle.Stage.CLOSED)
    if cycle.is_closed and feeds_a_closed_one.exists():
        raise GoalError(_("Objectives of this cycle count in one that is closed: open that one first."))


def current_cycle(cycles, today):
    """The cycle a page opens on, of those given: the shortest running one around today, else the nearest.

    Running beats planning beats closed; of equals the one that begins last.
    """
    ranked = sorted(cycles, key=lambda cycle: rank(cycle, today))
    return ranked[0] if ranked else None


def rank(cycle, today):
    is_around = cycle.starts_on <= today <= cycle.ends_on
    order = [Cycle.Stage.RUNNING, Cycle.Stage.REVIEW, Cycle.Stage.PLANNING, Cycle.Stage.CLOSED]
    return (
        not (is_around and cycle.takes_check_ins),
        order.index(cycle.stage),
        not is_around,
        (cycle.ends_on - cycle.starts_on).days,
        -cycle.starts_on.toordinal(),
    )
