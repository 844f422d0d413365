"""Letting a key result rest for a while, for a reason: it is not due, not late and not missed, and counts on."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goals import rules
from goals.domain.agreement_news import other_admins
from goals.domain.asked import settle_asked
from goals.domain.errors import GoalError, refuse_if_closed
from goals.domain.locks import lock_key_result
from goals.domain.ties import tell_tied
from goals.rhythm import last_day
from notifications.domain.activities import in_one_go, record_activity
from notifications.models import Activity
from people.domain.audit import differences, record_change, snapshot

FIELDS = ["pause_reason", "paused_on", "resumes_on"]


@in_one_go
def pause_key_result(key_result, *, reason, resumes_on=None, actor):
    """Let it rest up to ``resumes_on``, the first company day after, or until somebody takes it up again.

    That day lies within its check-in periods.

    Where it rests already, reason and day are put anew. Raises GoalError, naming the field.
    """
    locked = lock_key_result(key_result.pk)
    refuse_if_closed(locked.objective)
    today = locked.company.today()
    if not locked.is_live:
        raise GoalError(_("This key result is done or dropped: there is nothing to pause."))
    if resumes_on:
        check_day(resumes_on, today, last_day(locked.objective.cycle, locked))
    paused_on = locked.paused_on if locked.rests_on(today) else today
    terms = {"pause_reason": reason, "paused_on": paused_on, "resumes_on": resumes_on}
    if rest(locked, terms, actor=actor, action="key_result.paused"):
        tell_of_pause(locked, actor=actor)
        settle_asked(locked)
    return locked


def check_day(resumes_on, today, last):
    """Refuse a day on which it could not go on."""
    if resumes_on <= today:
        raise GoalError(_("Choose a day after today, or leave it empty."), "resumes_on")
    if resumes_on > last:
        text = _("Check-ins end on %(day)s. Choose a day up to then, or leave it empty.")
        raise GoalError(text % {"day": date_format(last, "DATE_FORMAT")}, "resumes_on")


@in_one_go
def resume_key_result(key_result, *, actor):
    """Take it up again from today; where it does not rest nothing changes."""
    locked = lock_key_result(key_result.pk)
    refuse_if_closed(locked.objective)
    end_pause(locked, actor=actor)
    return locked


def end_pause(key_result, *, actor):
    """Take a locked key result up again from today, if it rests."""
    today = key_result.company.today()
    if key_result.rests_on(today):
        rest(key_result, {"resumes_on": today}, actor=actor, action="key_result.resumed")
        tell_tied(key_result, {"news": "resumed"}, actor=actor)


def rest(key_result, terms, *, actor, action):
    """Store the FIELDS given, with an audit entry about what is new; tell whether anything is."""
    changes = differences(snapshot(key_result, FIELDS), terms)
    if changes:
        for name, value in terms.items():
            setattr(key_result, name, value)
        key_result.save(update_fields=list(terms))
        record_change(key_result, actor=actor, action=action, changes=changes)
    return bool(changes)


def tell_of_pause(key_result, *, actor):
    """Tell owner and accountable manager, whoever of them did not do it, and the owners of what is tied to it."""
    owner = key_result.owner
    managers = rules.accountable_line(key_result, owner) or other_admins(key_result, owner)
    data = {"reason": key_result.pause_reason}
    record_activity(Activity.Kind.PAUSED, key_result, actor=actor, audience=[owner, *managers], data=data)
    tell_tied(key_result, {"paused": key_result.pause_reason}, actor=actor)
