"""Everybody around one key result, every state of its agreement, and every button there is."""

from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from goals import rules
from goals.access import access_key_result
from goals.domain import agreements
from goals.domain.errors import GoalError, StaleForm
from goals.domain.hand_over import hand_over_key_result
from goals.domain.key_results import FIELDS, KeyResultTerms, change_key_result
from goals.models import Consent, Cycle, KeyResult, Objective, Proposal
from people.models import AuditEntry
from tests.cast import cast
from tests.factories import KeyResultFactory, ObjectiveFactory, UserFactory

NOON = datetime(2026, 10, 21, 3, tzinfo=UTC)  # a Wednesday in the first half of the cycle, noon in Tokyo
ENDED = {
    "done": lambda: KeyResult.objects.update(status="done"),
    "dropped": lambda: KeyResult.objects.update(status="dropped"),
    "archived": lambda: Objective.objects.update(state="archived"),
    "closed": lambda: Cycle.objects.update(stage="closed"),
}


def company():
    found = cast()
    found.successor, found.helper = found.objective_owner, found.contributor
    found.former = UserFactory(company=found.company, department=found.sales, is_active=False)
    return found


def key_result_in(people, state):
    """The owner's key result of sales, brought to a state in the way it comes about."""
    objective = ObjectiveFactory(owner=people.member, department=people.sales, cycle__company=people.company)
    key_result = KeyResultFactory(objective=objective, owner=people.owner)
    key_result.contributors.add(people.helper)
    if state == "none":
        return key_result
    if state == "draft":
        Objective.objects.filter(pk=objective.pk).update(state=Objective.State.DRAFT)
        return fresh(key_result)
    key_result = agreements.open_agreement(key_result, actor=people.lead)
    if state in ENDED:
        ENDED[state]()
    elif state == "offered":
        hand_over(key_result, people.successor, people.lead, seen=1)
    elif state == "countered":
        terms = {"target": Decimal(60)}
        agreements.counter(key_result, terms, author=people.owner, seen=1, support="", reason="Two of us left.")
    elif state != "proposed":
        agreements.accept(key_result, actor=people.owner, seen=1)
        go_on(key_result, people, state)
    return fresh(key_result)


def go_on(key_result, people, state):
    """From what is agreed to what waits beside it."""
    if state == "changing":
        change(key_result, people.owner, target=Decimal(80))
    elif state == "handed":
        hand_over(key_result, people.successor, people.lead)
    elif state == "passed":
        hand_over(key_result, people.successor, people.lead)
        agreements.accept(key_result, actor=people.successor, seen=2)
    elif state == "ownerless":
        KeyResult.objects.filter(pk=key_result.pk).update(owner=people.former)
        hand_over(key_result, people.successor, people.lead)


def hand_over(key_result, to, actor, *, seen=0, note="Ask Mori about the contract."):
    return hand_over_key_result(key_result, to, actor=actor, seen=seen, note=note)


def change(key_result, actor, **terms):
    key_result = fresh(key_result)
    fields = {name: getattr(key_result, name) for name in FIELDS} | terms
    return change_key_result(key_result, KeyResultTerms(fields), actor=actor)


def fresh(key_result):
    related = KeyResult.objects.select_related("on_table__owner", "agreed", "objective__cycle", "company", "owner")
    return related.get(pk=key_result.pk)


def press(client, people, person, act, key_result):
    """What a press of the button leaves behind, on the page as it is now."""
    names = {"hand-over": "key-result-hand-over", "change": "key-result-edit"}
    sent = {"seen": seen(key_result, act), "due_on": "2026-12-31", "reason": "What two people can do."}
    sent |= {"to": people.helper.name, "note": "Ask Mori.", "target": "70", "start": "0", "kind": "reach"}
    sent |= {"title": key_result.title, "owner": key_result.owner.name, "ownership": "contributor", "weight": "1"}
    sent |= {"confidence": "low"}  # which makes no difference to what is agreed
    sent |= {"version": key_result.objective.version, "opened_at": NOON.isoformat(), "milestones-rows": "0"}
    url = reverse(names.get(act, f"agreement-{act}"), args=[key_result.pk])
    client.force_login(person)
    return outcome(key_result, lambda: status_of(client.post(url, sent)))


def status_of(response):
    """The status of a refusal, "out" of being sent to sign in, "" where the act was done."""
    if response.status_code != 302:
        return str(response.status_code)
    return "out" if response.url.startswith("/accounts/") else ""


def try_out(people, person, act, key_result):
    """What the act leaves behind without pages: ask the rule, then the domain, which may refuse."""
    if not person.is_active:
        return "out"
    rule, verb = VERBS[act]
    try:
        found = access_key_result(person, key_result.pk, to=rule)
    except Http404:
        return "404"
    except PermissionDenied:
        return "403"
    return outcome(key_result, lambda: refusal(verb, found, person, people))


def refusal(verb, *args):
    """The status of what the domain refuses; "" where it does not."""
    try:
        verb(*args)
    except StaleForm:
        return "409"
    except GoalError:
        return "422"
    return ""


VERBS = {
    "open": (rules.open_agreement, lambda found, person, _people: agreements.open_agreement(found, actor=person)),
    "accept": (
        rules.accept_terms,
        lambda found, person, _people: agreements.accept(found, actor=person, seen=seen(found)),
    ),
    "counter": (
        rules.negotiate,
        lambda found, person, _people: agreements.counter(
            found, {"target": Decimal(70)}, author=person, seen=seen(found), support="", reason="What two can do."
        ),
    ),
    "withdraw": (
        rules.withdraw_change,
        lambda found, person, _people: agreements.withdraw_change(found, actor=person, seen=seen(found)),
    ),
    "hand-over": (
        rules.hand_over,
        lambda found, person, people: hand_over(found, people.helper, person, seen=seen(found, "hand-over")),
    ),
    "change": (rules.edit_key_result, lambda found, person, _people: change(found, person, target=Decimal(70))),
}


def seen(key_result, act=""):
    """The number of what lies on the table; of nothing, one that no proposal has."""
    if key_result.on_table:
        return key_result.on_table.number
    return 0 if act == "hand-over" else 99


def outcome(key_result, act):
    """What ``act()``, which answers with "" or why not, leaves behind; nothing of it stays."""
    with transaction.atomic():
        refused = act()
        after = fresh(key_result)
        left = everything(after) if refused else None
        transaction.set_rollback(True)
    if not refused:
        return state_of(after)
    return refused if left == everything(key_result) else f"{refused} and changed"


def state_of(key_result):
    return f"{key_result.agreement}+" if key_result.is_handed_over else str(key_result.agreement)


def everything(key_result):
    """All that an act upon an agreement can write."""
    rows = KeyResult.objects.filter(pk=key_result.pk).values().get()
    objective = Objective.objects.filter(pk=key_result.objective_id).values().get()
    counts = [model.objects.count() for model in (Proposal, Consent, AuditEntry)]
    return rows, objective, counts
