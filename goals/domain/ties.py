"""What a key result has to do with others, and telling their owners what is new with it (B14)."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from goals.domain.errors import GoalError, refuse_if_closed
from goals.domain.locks import lock_row
from goals.domain.news import is_reader
from goals.models import KeyResult, Tie
from notifications.domain.activities import Happening, record_activities
from notifications.models import Activity
from people.domain.audit import record_change
from people.models import Company


@transaction.atomic
def tie(key_result, other, kind, *, actor):
    """Say what ``other`` is to the key result, in place of what was said of the two before; both owners are told.

    The same a second time changes nothing. Raises GoalError, naming the field.
    """
    lock_row(Company, key_result.company_id)
    check_ends(key_result, other)
    found = Tie.objects.between(key_result, other).first() or Tie()
    if (found.key_result_id, found.other_id, found.kind) == (key_result.pk, other.pk, kind):
        return found
    action = "key_result.tie_changed" if found.pk else "key_result.tied"
    found.key_result, found.other, found.kind = key_result, other, kind
    found.save()
    tell_both(key_result, other, actor=actor, action=action)
    return found


@transaction.atomic
def untie(key_result, *, other, actor):
    """Say that the two have nothing to do with each other any more; a second time changes nothing."""
    lock_row(Company, key_result.company_id)
    refuse_if_closed(key_result.objective)
    if Tie.objects.between(key_result, other).delete()[0]:
        tell_both(key_result, other, actor=actor, action="key_result.untied")


def check_ends(key_result, other):
    """Raises GoalError where they cannot be tied: each owner has to be able to read of the other one."""
    if other.pk == key_result.pk:
        raise GoalError(_("This is the key result itself. Choose another one."), "other")
    for one in (key_result, other):
        refuse_if_closed(one.objective)
        if not one.is_live or not one.objective.is_published:
            raise GoalError(_("“%(title)s” is not being worked on at the moment.") % {"title": one}, "other")
    for one, another in ((key_result, other), (other, key_result)):
        if not is_reader(one.owner, another.objective):
            words = {"name": one.owner.name, "title": another}
            raise GoalError(_("%(name)s may not read “%(title)s”, and so could not be told of it.") % words, "other")


def tell_both(key_result, other, *, actor, action):
    """Write an audit entry about each, and tell each owner of the other one."""
    happenings = []
    for one, another in ((key_result, other), (other, key_result)):
        record_change(one, actor=actor, action=action, changes={"tied_to": (None, f"#{another.pk}")})
        if is_reader(another.owner, one.objective):
            happenings.append(Happening(Activity.Kind.TIED, one, [another.owner], {"news": action.partition(".")[2]}))
    record_activities(happenings, actor=actor)


def tell_tied(key_result, data, *, actor):
    """Tell the owners of live key results tied to a locked one, published, what is new with it.

    ``data`` is {"status": [before, after]}, {"paused": reason} or {"news": "terms"}.
    """
    objective = key_result.objective
    if not objective.is_published:
        return
    tied = KeyResult.objects.live().filter(Q(ties__other=key_result) | Q(ties_to_it__key_result=key_result))
    owners = {each.owner_id: each.owner for each in tied.select_related("owner").exclude(owner=key_result.owner_id)}
    audience = [owner for owner in owners.values() if is_reader(owner, objective)]
    if audience:
        record_activities([Happening(Activity.Kind.TIED, key_result, audience, data)], actor=actor)


def tell_status(key_result, before, *, actor):
    """The same where its status is another than it was ``before``."""
    if key_result.status != before:
        tell_tied(key_result, {"status": [before, key_result.status]}, actor=actor)
