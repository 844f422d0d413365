"""Recording values. Every check-in is a new row; a correction names the row it replaces."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from goals.access import share_company
from goals.domain.asked import settle_asked
from goals.domain.errors import GoalError, StaleForm
from goals.domain.figures import weigh
from goals.domain.locks import lock_key_result
from goals.domain.news import tell_off_track
from goals.domain.pausing import end_pause
from goals.domain.rollup import refresh_key_result, roll_up
from goals.domain.ties import tell_status
from goals.models import CheckIn
from goals.progress import OutOfRange
from goals.rhythm import current_period
from goals.rules import carries, takes_check_ins
from notifications.domain.activities import in_one_go
from notifications.domain.help import ask_for_help


@dataclass(frozen=True)
class Entry:
    """What somebody typed: a value (or, for milestones, the ids of those done), the status and a note."""

    status: str
    value: Decimal | None = None
    done_milestones: list = field(default_factory=list)
    note: str = ""


@in_one_go
def post_check_in(key_result, entry, *, author, helpers=(), request_key=None, seen=None):
    """Record a check-in and bring every figure above it up to date.

    ``request_key`` (UUID) makes a repeated request answer with the first check-in. ``seen`` is the
    key result's ``last_seq`` when the form was opened; raises StaleForm if others came since.
    The row of a derived key result bears the value it stands at; the entry has none.
    Raises GoalError where the key result takes no check-ins now or the value is out of range.
    """
    key_result = lock_for(author, key_result.pk)
    repeated = find_repeated(key_result, author, request_key)
    if repeated:
        return repeated
    refuse_if_closed(key_result)
    if seen is not None and seen != key_result.last_seq:
        raise StaleForm(key_result.check_ins.filter(seq__gt=seen).select_related("author"))
    period = current_period(key_result, key_result.company)
    check_in = append(key_result, entry, author=author, period=period.start, request_key=request_key)
    end_pause(key_result, actor=author)
    settle_asked(key_result)
    ask_for_help(check_in, asked_by=author, helpers=helpers)
    return check_in


@in_one_go
def correct_check_in(check_in, entry, *, author, request_key=None):
    """Replace a check-in by a new row that belongs to the same period and place in the order.

    Raises StaleForm if somebody else has corrected it first, GoalError as post_check_in does.
    """
    key_result = lock_for(author, check_in.key_result_id)
    repeated = find_repeated(key_result, author, request_key)
    if repeated:
        return repeated
    refuse_if_closed(key_result)
    newer = CheckIn.objects.filter(replaces=check_in.pk).select_related("author")
    if newer:
        raise StaleForm(newer)
    return append(
        key_result,
        entry,
        author=author,
        period=check_in.period,
        request_key=request_key,
        replaces=check_in,
        position=check_in.position,
    )


def lock_for(author, pk):
    """Lock the key result and its objective; they share the author's company and what is loaded of it."""
    return share_company(author, lock_key_result(pk))


def find_repeated(key_result, author, request_key):
    if request_key is None:
        return None
    return CheckIn.objects.filter(key_result=key_result, author=author, request_key=request_key).first()


def refuse_if_closed(key_result):
    if not takes_check_ins(key_result):
        raise GoalError(_("This key result takes no check-ins at the moment."))


def append(key_result, entry, *, author, period, request_key, replaces=None, position=None):
    """Write the row, then the key result, its objective and every parent it contributes to."""
    value, done = what_was_reached(key_result, entry, replaces)
    status_before, word_before = key_result.objective.status, key_result.status
    key_result.last_seq += 1
    check_in = CheckIn.objects.create(
        company_id=key_result.company_id,
        key_result=key_result,
        seq=key_result.last_seq,
        position=position or key_result.last_seq,
        period=period,
        author=author,
        on_behalf=not carries(author, key_result),
        value=value,
        done_milestones=done,
        status=entry.status,
        note=entry.note,
        replaces=replaces,
        request_key=request_key,
    )
    refresh(key_result)
    tell_off_track(key_result.objective, status_before, actor=author)
    tell_status(key_result, word_before, actor=author)
    return check_in


def what_was_reached(key_result, entry, replaces):
    """Return the value to store and the ids of the milestones done, of those it still has."""
    if key_result.is_derived:
        return replaces.value if replaces else key_result.current, []
    if not key_result.has_milestones:
        if entry.value is None:
            raise GoalError(_("Enter a number."), "value")
        return entry.value, []
    milestones = [each for each in key_result.milestones.all() if each.pk in entry.done_milestones]
    return weigh(milestones, entry.done_milestones)[0], [each.pk for each in milestones]


def refresh(key_result):
    objective = key_result.objective
    try:
        refresh_key_result(key_result)
    except OutOfRange as error:
        raise GoalError(_("This value is too far from start and target to be stored."), "value") from error
    if objective.stated_status:
        objective.stated_status = objective.stated_reason = ""
        objective.save(update_fields=["stated_status", "stated_reason"])
    roll_up(objective)
