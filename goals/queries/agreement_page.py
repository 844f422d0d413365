"""The trail of an agreement in words: who asked for what, who consented, what holds and what waits for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.numbers import NOTHING
from common.templatetags.components import avatar, chip
from goals import rules
from goals.domain.agreements import missing_parties
from goals.models import Confidence, KeyResult, Party, Proposal
from goals.queries.load import load_note
from goals.queries.objective_page import place_crumbs
from goals.wording import long_date, value_text, written_on
from people.domain.audit import differences, snapshot

State, TERMS = KeyResult.Agreement, KeyResult.TERMS


@dataclass(frozen=True)
class Round:
    """One proposal; ``terms`` are (label, text) of a first one, ``changes`` (label, before, after) of a later one."""

    proposal: Proposal
    who: str
    avatar: str
    when: str
    act: str
    terms: list
    changes: list
    consents: list


@dataclass(frozen=True)
class AgreementPage:
    """``late`` is the mark of a change that came in the second half of the cycle.

    ``load`` says to whoever is to consent how much the owner named carries already.
    """

    crumbs: list
    state: str
    chip: str
    late: str
    accountable: str
    in_force: list
    handing: str
    takes_over: bool
    changes: list
    waiting: list
    trail: list
    load: str
    can: dict


def agreement_page(key_result, viewer):
    """Return the page of a key result that access_key_result gave."""
    proposals = list(proposals_of(key_result))
    if key_result.on_table:  # with its consents, which came along
        key_result.on_table = next(each for each in proposals if each.pk == key_result.on_table_id)
    can = permissions(key_result, viewer)
    rounds = [round_of(key_result, before, each) for before, each in zip([None, *proposals], proposals, strict=False)]
    return AgreementPage(
        crumbs=[
            *place_crumbs(key_result.objective, key_result.company)[:-1],
            (key_result.title, key_result.get_absolute_url()),
            (_("Agreement"), ""),
        ],
        state=key_result.agreement,
        chip=agreement_chip(key_result),
        late=chip(_("Late"), "warn"),
        accountable=accountable_name(key_result, key_result.owner),
        in_force=terms_of(key_result, key_result),
        handing=handing_text(key_result, viewer),
        takes_over=key_result.is_handed_over and key_result.on_table.owner_id == viewer.pk,
        changes=changes_between(key_result, key_result, key_result.on_table) if key_result.on_table else [],
        waiting=waiting_for(key_result),
        trail=rounds,
        load=load_note(key_result.on_table.owner, viewer) if can["accept"] else "",
        can=can,
    )


def agreement_chip(key_result):
    """How far the two have come, as a word in its colour."""
    state = key_result.agreement
    word = Proposal.Act.HANDED if key_result.is_handed_over else state
    return chip(word.label, {State.AGREED: "good", State.NONE: ""}.get(state, "ai"))


def proposals_of(key_result):
    return key_result.proposals.select_related("author", "owner").prefetch_related("consents__person")


def round_of(key_result, before, proposal):
    author = proposal.author
    return Round(
        proposal=proposal,
        who=author.name,
        avatar=avatar(author.initials, author.tone),
        when=written_on(proposal.created_at),
        act=proposal.get_act_display(),
        terms=[] if before else terms_of(key_result, proposal),
        changes=changes_between(key_result, before, proposal) if before else [],
        consents=[
            (
                each.get_party_display(),
                each.person.name,
                written_on(each.created_at),
                each.get_confidence_display(),
            )
            for each in proposal.consents.all()
        ],
    )


def agreed_text(key_result):
    """When the terms in force were agreed, and how sure the owner was then; "" where none are. One query."""
    consents = list(key_result.agreed.consents.all()) if key_result.agreed else []
    if not consents:
        return ""
    said = {
        Confidence.HIGH: _("Agreed on %(day)s, confident at the start"),
        Confidence.EVEN: _("Agreed on %(day)s, even odds at the start"),
        Confidence.LOW: _("Agreed on %(day)s, not so sure at the start"),
    }
    confidence = next((each.confidence for each in consents if each.party == Party.OWNER), "")
    day = max(key_result.company.day_of(each.created_at) for each in consents)
    return said.get(confidence, _("Agreed on %(day)s")) % {"day": long_date(day)}


def terms_of(key_result, holder):
    """(label, text) of the terms a key result or a proposal has; those its kind does not ask for are left out."""
    values = snapshot(holder, TERMS)
    return [(label(name), text(key_result, name, value)) for name, value in values.items() if value is not None]


def changes_between(key_result, before, after):
    """(label, before, after) of the terms that differ between two of key result or proposal."""
    found = differences(snapshot(before, TERMS), snapshot(after, TERMS))
    return [
        (label(name), text(key_result, name, old), text(key_result, name, new)) for name, (old, new) in found.items()
    ]


def label(name):
    return str(Proposal._meta.get_field(name).verbose_name)


def text(key_result, name, value):
    if value is None:
        return NOTHING
    match name:
        case "owner":
            return value.name
        case "kind":
            return str(KeyResult.Kind(value).label)
        case "starts_on" | "due_on":
            return long_date(value)
    return value_text(key_result, value, is_exact=True)


def handing_text(key_result, viewer):
    """From whom to whom the key result is to go, said to the viewer; "" where it stays with its owner."""
    if not key_result.is_handed_over:
        return ""
    words = {"owner": key_result.owner.name, "successor": key_result.on_table.owner.name}
    is_asked = key_result.on_table.owner_id == viewer.pk
    if not key_result.owner.is_active and is_asked:
        return _("It needs an owner: %(owner)s has left. You are asked to take it over.") % words
    if is_asked:
        return _("You are asked to take it over. Until it is agreed, %(owner)s is the owner.") % words
    if not key_result.owner.is_active:
        return _("It needs an owner: %(owner)s has left. %(successor)s is asked to take it over.") % words
    return _("%(successor)s is asked to take it over. Until it is agreed, %(owner)s is the owner.") % words


def waiting_for(key_result):
    """Who has yet to consent to what is on the table: (party, name) each."""
    if key_result.on_table is None:
        return []
    owner, missing = key_result.on_table.owner, missing_parties(key_result, key_result.on_table)
    names = {Party.OWNER: owner.name, Party.MANAGER: accountable_name(key_result, owner)}
    return [(str(party.label), names[party]) for party in Party if party in missing]


def accountable_name(key_result, owner):
    line = rules.accountable_line(key_result, owner)
    return line[0].name if line else _("An administrator")


def awaits(viewer, key_result):
    """Whether what lies on the table waits for the viewer's consent."""
    if not rules.negotiate(viewer, key_result):
        return False
    proposal = key_result.on_table
    return rules.party_of(viewer, key_result, proposal.owner) in missing_parties(key_result, proposal)


def permissions(key_result, viewer):
    state = key_result.agreement
    return {
        "accept": awaits(viewer, key_result),
        "counter": rules.negotiate(viewer, key_result),
        "withdraw": (state == State.CHANGING or key_result.is_handed_over)
        and rules.withdraw_change(viewer, key_result),
        "open": state == State.NONE and rules.open_agreement(viewer, key_result),
    }
