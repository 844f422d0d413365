"""Asking that a draft be published, from below or from above, and the answer (docs/adr/0035)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.domain.errors import GoalError, refuse_if_closed
from goals.domain.locks import lock_objective
from goals.draft_rules import asked_line
from notifications.domain.activities import in_one_go, record_activity
from notifications.domain.comments import post_comment
from notifications.models import Activity
from notifications.subjects import Conversation, subjects
from people.domain.audit import record_change
from people.models import Role, User

ASKING = ["proposed_by", "proposed_at", "sent_back_at"]


@transaction.atomic
def propose_draft(objective, *, actor):
    """Ask whoever decides to publish the draft. While they are asked, asking again changes nothing.

    Raises GoalError where it is no draft any more, or where nobody else could publish it.
    """
    locked = lock_draft(objective)
    if locked.is_proposed:
        return locked
    set_asking(locked, actor, timezone.now(), None, actor=actor, action="objective.proposed")
    asked = asked_about(locked)
    if not asked:
        raise GoalError(_("There is nobody above you who could publish it: publish it yourself."))
    record_activity(Activity.Kind.DRAFT_PROPOSED, locked, actor=actor, audience=asked)
    return locked


@transaction.atomic
def take_back_draft(objective, *, actor):
    """Ask no longer: the draft is its author's alone again. A second time changes nothing. Raises GoalError."""
    locked = lock_draft(objective)
    if locked.proposed_by_id is not None:
        set_asking(locked, None, None, None, actor=actor, action="objective.taken_back")
    return locked


@in_one_go
def send_back_draft(objective, text, *, actor):
    """Answer that it is not ready, with a comment that says why. A second time changes nothing.

    Raises GoalError where nobody asks any more, or where it is published.
    """
    locked = lock_draft(objective)
    if locked.is_sent_back:
        return locked
    if not locked.is_proposed:
        raise GoalError(_("It has been taken back meanwhile."))
    author = locked.proposed_by
    set_asking(locked, author, locked.proposed_at, timezone.now(), actor=actor, action="objective.sent_back")
    post_comment(Conversation(subjects["objective"], locked), text, author=actor, told={author.pk})
    tell_answer(locked, "sent_back", actor=actor)
    return locked


def lock_draft(objective):
    locked = lock_objective(objective.pk)
    refuse_if_closed(locked)
    if not locked.is_draft:
        raise GoalError(_("This is not possible in the state the objective is in now."))
    return locked


def set_asking(objective, *values, actor, action):
    for name, value in zip(ASKING, values, strict=True):
        setattr(objective, name, value)
    objective.version += 1
    objective.save(update_fields=[*ASKING, "version"])
    record_change(objective, actor=actor, action=action)


def asked_about(objective):
    """Who is to answer, the admins by name; never whoever proposes it."""
    admins = User.objects.active().filter(company=objective.company_id, role=Role.ADMIN)
    return asked_line(objective) or list(admins.exclude(pk=objective.proposed_by_id))


def tell_answer(objective, answer, *, actor, occasion=""):
    """Tell whoever proposed a locked draft that somebody else ``published`` it or has ``sent_back``."""
    if objective.proposed_by_id not in {None, actor.pk}:
        told = {"audience": [objective.proposed_by], "data": {"answer": answer}, "occasion": occasion}
        record_activity(Activity.Kind.DRAFT_ANSWERED, objective, actor=actor, **told)
