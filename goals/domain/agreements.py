"""Agreeing on a key result: terms on the table, the consent of both parties, terms in force (product.md, section 6).

Until something is agreed an edit changes the key result itself, and puts it on the table as it now is. What is
agreed stays in force until both parties consent to other terms. The key result is locked by whoever calls.
"""

from django.utils.translation import gettext as _

from goals import rules
from goals.domain.agreement_news import other_admins, tell_of_agreement, tell_of_proposal
from goals.domain.asked import settle_asked
from goals.domain.automatic import check_feeding
from goals.domain.errors import GoalError, StaleForm
from goals.domain.locks import lock_key_result
from goals.domain.rollup import refresh_key_result, roll_up
from goals.domain.terms import check_asked
from goals.domain.ties import tell_tied
from goals.feeding import check
from goals.models import Consent, KeyResult, Party, Proposal
from goals.progress import OutOfRange
from notifications.domain.activities import in_one_go
from people.domain.audit import differences, record_change, snapshot

TERMS = KeyResult.TERMS
Act = Proposal.Act


def propose(key_result, *, author, publisher=None, confidence=""):
    """Put a locked key result on the table as it stands; whoever publishes it consents to it as its author does."""
    terms = snapshot(key_result, TERMS)
    lay(key_result, terms, author=author, act=Act.PROPOSED, publisher=publisher, confidence=confidence)


def propose_change(key_result, terms, *, author, reason=""):
    """Put other terms than those agreed on the table. Terms that lie there already change nothing."""
    on_table = key_result.on_table
    if on_table is None or differences(snapshot(on_table, TERMS), terms):
        act = Act.HANDED if terms["owner"] != key_result.owner else Act.CHANGED
        lay(key_result, terms, author=author, act=act, reason=reason)


@in_one_go
def open_agreement(key_result, *, actor):
    """Propose a published key result about which nothing was recorded. Doing it twice is doing it once."""
    locked = lock_key_result(key_result.pk)
    if locked.agreement == KeyResult.Agreement.NONE:
        refuse_if_not_open(locked)
        propose(locked, author=actor)
    return locked


@in_one_go
def counter(key_result, terms, *, author, seen, support, reason, confidence=""):
    """Answer the proposal numbered ``seen`` with other terms, or with the support it takes.

    ``terms`` names those that differ. Raises StaleForm where something else lies on the table by now, and
    GoalError where the author is neither of the parties or asks for nothing else.
    """
    locked = lock_key_result(key_result.pk)
    check_answer(locked, author, seen)
    before = snapshot(locked.on_table, TERMS)
    if not differences({name: before[name] for name in terms}, terms) and support == locked.on_table.support:
        raise GoalError(_("Change a term or say what support you need; otherwise accept."))
    check_asked(locked, before | terms)
    words = {"support": support, "reason": reason}
    lay(locked, before | terms, author=author, act=Act.COUNTERED, confidence=confidence, **words)
    return locked


@in_one_go
def accept(key_result, *, actor, seen, confidence=""):
    """Consent to the proposal numbered ``seen``; with both consents its terms are in force.

    A second time changes nothing. Raises StaleForm where something else lies on the table by now, GoalError where
    the actor is neither of the parties.
    """
    locked = lock_key_result(key_result.pk)
    if not has_consented(locked, actor, seen):
        check_answer(locked, actor, seen)
        consent(locked, actor, confidence)
        if locked.on_table:
            record_change(locked, actor=actor, action="key_result.consented")
    return locked


@in_one_go
def withdraw_change(key_result, *, actor, seen):
    """Take a proposed change off the table: what was agreed stays as it is. With nothing there, nothing changes.

    Where nothing was agreed yet, a hand-over gives way to the terms as they stand, proposed to the owner there is.
    Raises StaleForm where something else than ``seen`` lies there by now.
    """
    locked = lock_key_result(key_result.pk)
    if locked.on_table is None:
        return locked
    refuse_if_not_open(locked)
    if locked.agreed is None:
        return take_back(locked, actor=actor, seen=seen)
    if locked.on_table.number != seen:
        raise StaleForm
    write_proposal(locked, snapshot(locked.agreed, TERMS), author=actor, act=Act.WITHDRAWN)
    locked.on_table = None
    locked.save(update_fields=["on_table"])
    record_change(locked, actor=actor, action="key_result.terms_withdrawn")
    return locked


def take_back(key_result, *, actor, seen):
    """Put the terms of a locked key result in the place of the hand-over numbered ``seen``."""
    on_table = key_result.on_table
    if on_table.act == Act.WITHDRAWN and on_table.number == seen + 1:
        return key_result
    if not key_result.is_handed_over or on_table.number != seen:
        raise StaleForm
    lay(key_result, snapshot(key_result, TERMS), author=actor, act=Act.WITHDRAWN)
    return key_result


def check_answer(key_result, person, seen):
    """Raise StaleForm or GoalError unless the person can answer the proposal of that number now."""
    refuse_if_not_open(key_result)
    if key_result.on_table is None or key_result.on_table.number != seen:
        raise StaleForm
    if rules.party_of(person, key_result, key_result.on_table.owner) is None:
        raise GoalError(_("Only the owner and the accountable manager can answer this."))


def refuse_if_not_open(key_result):
    if not rules.takes_agreements(key_result):
        raise GoalError(_("Nothing can be agreed about this key result at the moment."))


def has_consented(key_result, person, number):
    """Whether the person consented to the proposal of that number, and it still stands."""
    current = key_result.on_table or key_result.agreed
    return current is not None and current.number == number and current.consents.filter(person=person).exists()


def lay(key_result, terms, *, author, act, publisher=None, confidence="", **words):
    """Put terms on the table, which voids every consent to earlier ones; ``words`` are said with them.

    Author and publisher consent by that, where they are a party; the others are told what waits for them. Raises
    GoalError where the owner proposed, who reads the objective from now on, may not read what is linked there.
    """
    proposal = write_proposal(key_result, terms, author=author, act=act, **words)
    key_result.on_table = proposal
    key_result.save(update_fields=["on_table"])
    check(key_result.objective)
    record_change(
        key_result,
        actor=author,
        action=f"key_result.terms_{act}",
        changes=differences(snapshot(key_result, TERMS), snapshot(proposal, TERMS)),
    )
    for person in filter(None, [author, publisher]):
        consent(key_result, person, confidence)
    if key_result.on_table == proposal:
        tell_of_proposal(key_result, proposal, actor=publisher or author)


def write_proposal(key_result, terms, *, author, act, **words):
    return Proposal.objects.create(
        company_id=key_result.company_id,
        key_result=key_result,
        number=key_result.proposals.count() + 1,
        act=act,
        author=author,
        is_late=key_result.agreed_id is not None and is_late(key_result),
        **terms,
        **words,
    )


def is_late(key_result):
    """Whether more than half of the cycle is over, in the company's days."""
    cycle = key_result.objective.cycle
    return key_result.company.today() > cycle.starts_on + (cycle.ends_on - cycle.starts_on) / 2


def consent(key_result, person, confidence):
    """Write a party's consent to what is on the table, and put it in force if it was the last one missing.

    How sure somebody is to reach it is asked of its owner only: of others ``confidence`` is not kept.
    """
    proposal = key_result.on_table
    party = rules.party_of(person, key_result, proposal.owner) if proposal else None
    if party is None:
        return
    said = {"person": person, "confidence": confidence if party == Party.OWNER else ""}
    Consent.objects.get_or_create(
        proposal=proposal, party=party, defaults=said | {"company_id": key_result.company_id}
    )
    if not missing_parties(key_result, proposal):
        put_in_force(key_result, actor=person)


def missing_parties(key_result, proposal):
    """The parties that have not consented yet. Where nobody but the owner could be accountable, theirs is enough."""
    consented = {each.party for each in proposal.consents.all()}
    return needed_parties(key_result, proposal.owner) - consented


def needed_parties(key_result, owner):
    has_manager = bool(rules.accountable_line(key_result, owner)) or other_admins(key_result, owner).exists()
    return {Party.OWNER, Party.MANAGER} if has_manager else {Party.OWNER}


def put_in_force(key_result, *, actor):
    """Let the terms on the table become those of the key result, with every figure that follows from them."""
    proposal = key_result.on_table
    tell_of_agreement(key_result, proposal, actor=actor)
    before, agreed = snapshot(key_result, TERMS), snapshot(proposal, TERMS)
    changes = differences(before, agreed)
    for name in TERMS:
        setattr(key_result, name, agreed[name])
    check_feeding(key_result, before)
    key_result.agreed, key_result.on_table = proposal, None
    key_result.save(update_fields=[*TERMS, "agreed", "on_table"])
    key_result.contributors.remove(proposal.owner)
    record_change(key_result, actor=actor, action="key_result.agreed", changes=changes)
    check(key_result.objective)
    if changes:
        refresh(key_result)
        tell_tied(key_result, {"news": "terms"}, actor=actor)
    if "owner" in changes:
        settle_asked(key_result, owner=before["owner"])


def refresh(key_result):
    try:
        refresh_key_result(key_result)
    except OutOfRange as error:
        message = _("With these values the recorded check-ins give a progress too large to store.")
        raise GoalError(message) from error
    roll_up(key_result.objective)
