"""What owners and managers agreed on before the work began, and what is still on the table.

A key result's ``agreement`` in the files: left out, both consented; "proposed", the owner has yet to answer;
"countered", the owner asks for ``asked`` instead; "changing", agreed, and the owner now asks for ``asked``; "handed",
agreed, and the owner wants to hand it over to ``to``. What came from below its owner proposed.
"""

from datetime import timedelta

from goals.domain.agreements import needed_parties
from goals.models import Consent, KeyResult, Objective, Party, Proposal
from goals.rules import accountable_line
from people.domain.audit import snapshot

ANSWERED_AFTER = timedelta(days=2, hours=3)
CHANGED_BEFORE = timedelta(days=1, hours=2)
Act = Proposal.Act


def write_agreements(staff, planned, now):
    """Write the trail of every published key result as it stands at ``now``."""
    admin = staff.people[staff.logins["admin"]]
    told = [each for each in planned if each.key_result.objective.state == Objective.State.ACTIVE]
    trails = [Trail(each, admin, staff.people, now) for each in told]
    Proposal.objects.bulk_create([proposal for trail in trails for proposal in trail.proposals])
    Consent.objects.bulk_create([consent for trail in trails for consent in trail.consents])
    for trail in trails:
        trail.settle()
    KeyResult.objects.bulk_update([each.key_result for each in told], ["agreed", "on_table"])


class Trail:
    """The proposals and consents about one key result."""

    def __init__(self, planned, admin, people, now):
        self.key_result, self.told = planned.key_result, planned.told
        self.owner = self.key_result.owner
        self.manager = next(iter(accountable_line(self.key_result, self.owner)), admin)
        self.has_manager = len(needed_parties(self.key_result, self.owner)) > 1
        self.state = self.told.get("agreement", "agreed")
        self.successor = people.get(self.told.get("to"))
        self.proposals, self.consents = [], []
        self.tell(now)

    def tell(self, now):
        asked_at = self.key_result.created_at
        from_above = self.has_manager and not came_from_below(self.key_result.objective)
        self.lay(Act.PROPOSED, self.manager if from_above else self.owner, asked_at)
        if self.state == "countered":
            self.lay(Act.COUNTERED, self.owner, now - CHANGED_BEFORE, target=self.told["asked"])
        elif self.state != "proposed":
            self.consent(self.owner if from_above else self.manager, asked_at + ANSWERED_AFTER)
        if self.state == "changing":
            self.lay(Act.CHANGED, self.owner, now - CHANGED_BEFORE, target=self.told["asked"], is_late=True)
        elif self.state == "handed":
            self.lay(Act.HANDED, self.owner, now - CHANGED_BEFORE, owner=self.successor, is_late=True)

    def lay(self, act, author, at, *, is_late=False, **terms):
        has_words = act != Act.PROPOSED
        proposal = Proposal(
            company=self.key_result.company,
            key_result=self.key_result,
            number=len(self.proposals) + 1,
            act=act,
            author=author,
            support=self.told.get("support", "") if has_words else "",
            reason=self.told["reason"] if has_words else "",
            note=self.told["note"] if act == Act.HANDED else "",
            is_late=is_late,
            created_at=at,
            **(snapshot(self.key_result, KeyResult.TERMS) | terms),
        )
        self.proposals.append(proposal)
        if act != Act.HANDED:
            self.consent(author, at)

    def consent(self, person, at):
        party = Party.OWNER if person == self.owner else Party.MANAGER
        if party == Party.OWNER or self.has_manager:
            proposal = self.proposals[-1]
            consent = Consent(company=proposal.company, proposal=proposal, party=party, person=person, created_at=at)
            self.consents.append(consent)

    def settle(self):
        first, last = self.proposals[0], self.proposals[-1]
        self.key_result.agreed = first if self.state in {"agreed", "changing", "handed"} else None
        self.key_result.on_table = None if self.state == "agreed" else last


def came_from_below(objective):
    """Whether those who carry it wrote it themselves."""
    return objective.level == Objective.Level.INDIVIDUAL or objective.proposed_by_id is not None
