"""What a key result has to do with others, and telling their owners what is new with it (B14)."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.loops import leads_to
from goals.access import share_company
from goals.domain.errors import GoalError, refuse_if_closed
from goals.domain.locks import lock_paths_of
from goals.domain.news import is_reader
from goals.models import KeyResult, Tie
from notifications.domain.activities import Happening, record_activities
from notifications.models import Activity
from people.domain.audit import record_change
from people.models import User


@transaction.atomic
def tie(key_result, other, kind, *, actor):
    """Say what ``other`` is to the key result, in place of what was said of the two before; both owners are told.

    The same a second time changes nothing. Raises GoalError, naming the field.
    """
    ends = key_result, other = lock_ends(key_result, other, actor)
    check_ends(key_result, other)
    found = Tie.objects.between(key_result, other).first() or Tie()
    before = found.seen if found.pk else {}
    if before.get(key_result.pk) == kind:
        return found
    found.key_result, found.other, found.kind = key_result, other, kind
    refuse_loops(found)
    found.save()
    action = "key_result.tie_changed" if before else "key_result.tied"
    tell_both(ends, before, found.seen, actor=actor, action=action)
    return found


@transaction.atomic
def untie(key_result, *, other, actor):
    """Say that the two have nothing to do with each other any more; a second time changes nothing."""
    ends = key_result, other = lock_ends(key_result, other, actor)
    refuse_if_closed(key_result.objective)
    found = Tie.objects.between(key_result, other).first()
    if found:
        before = found.seen
        found.delete()
        tell_both(ends, before, {}, actor=actor, action="key_result.untied")


def lock_ends(key_result, other, actor):
    """Lock the paths of both and return them as they are now. Raises GoalError where one is gone meanwhile."""
    lock_paths_of(key_result.company_id, {key_result.objective_id, other.objective_id})
    found = KeyResult.objects.select_related("owner", "objective__cycle", "objective__owner")
    found = found.in_bulk([key_result.pk, other.pk])
    if len(found) < len({key_result.pk, other.pk}):
        raise GoalError(_("This key result has been removed meanwhile."), "other")
    return [share_company(actor, found[each.pk]) for each in (key_result, other)]


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


def refuse_loops(tie):
    """Raises GoalError where what has to come first waits for it, near or far. Under the company's lock."""
    if tie.kind != Tie.Kind.NEEDS:
        return
    others = Tie.objects.filter(kind=Tie.Kind.NEEDS, key_result__company=tie.key_result.company_id).exclude(pk=tie.pk)
    if leads_to(tie.key_result_id, [tie.other_id], others.values_list("key_result", "other")):
        raise GoalError(_("They would wait for each other without end."), "kind")


def tell_both(ends, before, after, *, actor, action):
    """Write an audit entry about each of the two, and tell each owner of the other one.

    ``before`` and ``after`` are Tie.seen; {} without a tie.
    """
    happenings = []
    for one, another in (ends, ends[::-1]):
        which = (None, f"#{another.pk}") if after else (f"#{another.pk}", None)
        changes = {"tied_to": which, "tie": (before.get(one.pk), after.get(one.pk))}
        record_change(one, actor=actor, action=action, changes=changes)
        if is_reader(another.owner, one.objective):
            happenings.append(Happening(Activity.Kind.TIED, one, [another.owner], {"news": action.partition(".")[2]}))
    record_activities(happenings, actor=actor)


def tell_tied(key_result, data, *, actor):
    """Tell the owners of what is tied to a locked key result, not of a draft, and under way what is new with it.

    ``data`` is {"status": [before, after]}, {"paused": reason} or {"news": word}, of the words goals.telling knows.
    """
    objective = key_result.objective
    if not objective.is_draft:
        audience = [owner for owner in owners_tied_to(key_result) if is_reader(owner, objective)]
        if audience:
            record_activities([Happening(Activity.Kind.TIED, key_result, audience, data)], actor=actor)


def owners_tied_to(key_result):
    """Those of key results under way that it is tied to, but its own. Two queries; one where it has no ties."""
    pairs = Tie.objects.of(key_result).values_list("key_result", "other")
    ids = {pk for pair in pairs for pk in pair}
    tied = KeyResult.objects.under_way().filter(pk__in=ids).exclude(owner=key_result.owner_id)
    return User.objects.filter(pk__in=tied.values("owner")).order_by("pk") if ids else []


def tell_status(key_result, before, *, actor):
    """The same where its status is another than it was ``before``."""
    if key_result.status != before:
        tell_tied(key_result, {"status": [before, key_result.status]}, actor=actor)
