"""Writing, finishing and dropping key results. Their figures follow in the same transaction."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from goals import rules
from goals.domain.agreements import propose, propose_change
from goals.domain.asked import settle_asked
from goals.domain.automatic import check_feeding
from goals.domain.errors import GoalError, StaleForm, refuse_if_closed
from goals.domain.locks import lock_key_result, lock_objective
from goals.domain.news import tell_done
from goals.domain.pausing import end_pause
from goals.domain.rollup import refresh_key_result, roll_up
from goals.domain.terms import NEEDED_VALUES, OPTIONAL_VALUES, VALUES, check_days, check_values
from goals.domain.ties import tell_status, tell_tied
from goals.feeding import check, check_followed
from goals.models import KeyResult, Milestone, Tie
from goals.models.fields import Status
from goals.progress import OutOfRange
from notifications.domain.activities import in_one_go
from people.domain.audit import differences, record_change, record_differences, snapshot

FIELDS = [
    "title",
    "owner",
    "ownership",
    "kind",
    "unit",
    "start",
    "target",
    "low",
    "high",
    "weight",
    "starts_on",
    "due_on",
]


@dataclass
class KeyResultTerms:
    """One key result as a form or file describes it. ``pk`` is None for a new one.

    ``fields`` are the model's own; ``milestones`` are dicts of pk (or None), name and weight, in order.
    """

    fields: dict
    pk: int | None = None
    contributors: list = field(default_factory=list)
    milestones: list = field(default_factory=list)
    is_removed: bool = False


def write_key_results(objective, all_terms, *, actor):
    """Create, change and remove key results of a locked objective in the order given. Raises GoalError."""
    existing = {key_result.pk: key_result for key_result in objective.key_results.select_for_update(no_key=True)}
    for position, terms in enumerate(all_terms):
        key_result = existing.get(terms.pk) or KeyResult(objective=objective, company_id=objective.company_id)
        key_result.objective, key_result.company = objective, objective.company
        key_result.position = position
        write = remove_key_result if terms.is_removed else write_key_result
        try:
            write(key_result, terms, actor=actor)
        except GoalError as error:
            error.row = position
            raise


def write_key_result(key_result, terms, *, actor):
    before, parts_before = (snapshot(key_result, FIELDS), parts_of(key_result)) if key_result.pk else ({}, {})
    for name, value in terms.fields.items():
        setattr(key_result, name, value)
    kind = key_result.kind
    for name in VALUES - NEEDED_VALUES[kind] - OPTIONAL_VALUES.get(kind, set()):
        setattr(key_result, name, None)
    check_terms(key_result, terms, before)
    asked = snapshot(key_result, KeyResult.TERMS)
    has_other_terms = bool(differences(before, asked))
    if key_result.agreed_id:
        keep_terms(key_result, before)
    elif has_other_terms:
        key_result.proposed_by = actor
    key_result.save()
    key_result.contributors.set(person for person in terms.contributors if person.pk != key_result.owner_id)
    if key_result.has_milestones:
        write_milestones(key_result, terms.milestones)
    action = "key_result.changed" if before else "key_result.created"
    after = snapshot(key_result, FIELDS) | parts_of(key_result)
    record_differences(key_result, before | parts_before, after, actor=actor, action=action)
    refresh_figures(key_result)
    if before and before["owner"] != key_result.owner:
        settle_asked(key_result, owner=before["owner"])
    if has_other_terms and rules.takes_agreements(key_result):
        negotiate(key_result, asked, author=actor)


def parts_of(key_result):
    """Contributors and milestones as the audit log keeps them; None for none."""
    milestones = Milestone.objects.filter(key_result=key_result) if key_result.has_milestones else ()
    return {
        "contributors": ", ".join(person.name for person in key_result.contributors.by_name()) or None,
        "milestones": ", ".join(f"{each.name} ×{each.weight}" for each in milestones) or None,
    }


def keep_terms(key_result, before):
    """Terms that are agreed stay in force; what was asked for instead goes on the table."""
    for name in KeyResult.TERMS:
        setattr(key_result, name, before[name])


def negotiate(key_result, asked, *, author):
    if key_result.agreed_id:
        propose_change(key_result, asked, author=author)
    else:
        propose(key_result, author=author)
        tell_tied(key_result, {"news": "terms"}, actor=author)


def write_milestones(key_result, milestones):
    existing = {milestone.pk: milestone for milestone in key_result.milestones.all()}
    kept = []
    for position, terms in enumerate(milestones):
        milestone = existing.get(terms.get("pk")) or Milestone(key_result=key_result)
        milestone.name, milestone.weight, milestone.position = terms["name"], terms["weight"], position
        milestone.save()
        kept.append(milestone.pk)
    key_result.milestones.exclude(pk__in=kept).delete()


def remove_key_result(key_result, _terms, *, actor):
    if key_result.pk is None:
        return
    if key_result.last_seq:
        raise GoalError(_("This key result has check-ins: drop it instead of removing it."), "title")
    if key_result.proposals.exists():
        raise GoalError(_("This key result was proposed to its owner: drop it instead of removing it."), "title")
    if key_result.initiatives.exists():
        raise GoalError(_("Initiatives serve this key result: drop it instead of removing it."), "title")
    if Tie.objects.of(key_result).exists():
        raise GoalError(_("This key result is linked with another one: drop it instead of removing it."), "title")
    record_change(
        key_result.objective,
        actor=actor,
        action="key_result.removed",
        changes={"key_result": (key_result.title, None)},
    )
    key_result.delete()


def refresh_figures(key_result):
    try:
        refresh_key_result(key_result)
    except OutOfRange as error:
        message = _("With these values the recorded check-ins give a progress too large to store.")
        raise GoalError(message, "target") from error


@in_one_go
def add_key_result(objective, terms, *, actor):
    """Write one more key result below the others and return it. Raises GoalError, naming the field."""
    locked = lock_objective(objective.pk)
    refuse_if_closed(locked)
    locked.version += 1
    locked.save(update_fields=["version"])
    key_result = KeyResult(objective=locked, company=locked.company, position=locked.key_results.count())
    write_key_result(key_result, terms, actor=actor)
    check(locked)
    roll_up(locked)
    return key_result


@in_one_go
def change_key_result(key_result, terms, *, actor, version=None):
    """Change one key result alone. Raises StaleForm or GoalError as change_objective does."""
    locked = lock_key_result(key_result.pk)
    objective = locked.objective
    if version is not None and version != objective.version:
        raise StaleForm
    refuse_if_closed(objective)
    objective.version += 1
    objective.save(update_fields=["version"])
    write_key_result(locked, terms, actor=actor)
    check(objective)
    roll_up(objective)
    return locked


@in_one_go
def finish_key_result(key_result, *, actor):
    """Mark it done: it counts in the objective's progress with the progress it has."""
    return close(key_result, Status.DONE, actor=actor, action="key_result.done")


@in_one_go
def drop_key_result(key_result, *, reason, actor):
    """Drop it for a reason: it no longer counts anywhere, its history stays."""
    return close(key_result, Status.DROPPED, actor=actor, action="key_result.dropped", reason=reason)


@in_one_go
def reopen_key_result(key_result, *, actor):
    """Take it up again with the status of its last check-in. Raises GoalError where its value comes from nowhere."""
    return close(key_result, Status.NONE, actor=actor, action="key_result.reopened")


def close(key_result, status, *, actor, action, reason=""):
    locked = lock_key_result(key_result.pk)
    refuse_if_closed(locked.objective)
    if is_so_already(locked, status):
        return locked
    if status == Status.NONE:
        check_followed(KeyResult.objects.filter(pk=locked.pk))
        end_pause(locked, actor=actor)
    before, old_reason = locked.status, locked.closing_reason
    locked.status, locked.closing_reason = status, reason
    locked.save(update_fields=["status", "closing_reason"])
    refresh_key_result(locked)
    changes = {"status": (before, locked.status), "closing_reason": (old_reason, reason)}
    record_change(locked, actor=actor, action=action, changes=changes)
    roll_up(locked.objective)
    settle_asked(locked)
    if status == Status.DONE:
        tell_done(locked, actor=actor)
    tell_status(locked, before, actor=actor)
    return locked


def is_so_already(key_result, status):
    """Whether somebody else, or a double click, came first: what is ended has to be taken up again first."""
    return key_result.is_live if status == Status.NONE else not key_result.is_live


def check_terms(key_result, terms, before):
    """Raise GoalError, naming the field, unless the terms fit each other, the people and the history."""
    if key_result.owner.is_viewer or not key_result.owner.is_active:
        raise GoalError(_("This person cannot own a key result."), "owner")
    if any(person.is_viewer or not person.is_active for person in terms.contributors):
        raise GoalError(_("One of these people cannot contribute."), "contributors")
    check_days(key_result)
    if key_result.has_milestones and not terms.milestones:
        raise GoalError(_("Name at least one milestone."), "kind")
    check_values(key_result)
    check_feeding(key_result, before)
    kinds = {before.get("kind"), key_result.kind}
    if not before or len(kinds) == 1 or kinds.isdisjoint(KeyResult.COUNTED):
        return
    if key_result.last_seq:
        raise GoalError(_("It already has check-ins, which mean nothing when measured that way."), "kind")
    if key_result.agreed_id:
        raise GoalError(_("It was agreed as it is. To measure it that way, drop it and write another."), "kind")
