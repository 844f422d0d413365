"""How sure an owner is to reach what they consent to (B25): asked of nobody else, kept with the consent, no score."""

from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from goals.domain import agreements
from goals.domain.drafts import propose_draft
from goals.domain.objectives import publish_objective
from goals.models import Confidence, Consent, KeyResult, Objective
from tests.factories import IndividualObjectiveFactory, KeyResultFactory
from tests.goals.agreeing import NOON, company, fresh, hand_over, key_result_in
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
QUESTION = "How sure are you to reach this?"


@pytest.fixture(autouse=True)
def _october():
    with time_machine.travel(NOON), override("en"):
        yield


people = kept_for_module(company)


def said(key_result):
    """(party, word) of every consent, in order."""
    consents = Consent.objects.filter(proposal__key_result=key_result).order_by("pk")
    return list(consents.values_list("party", "confidence"))


def press(client, person, key_result, act="accept", **sent):
    client.force_login(person)
    on_table = fresh(key_result).on_table
    sent = {"seen": on_table.number if on_table else 0} | sent
    return client.post(reverse(f"agreement-{act}", args=[key_result.pk]), sent)


def page(client, person, key_result, name="agreement"):
    client.force_login(person)
    return client.get(reverse(name, args=[key_result.pk])).content.decode()


# Rows


@pytest.mark.parametrize(("party", "word"), [("manager", "low"), ("owner", "sure")])
def test_the_database_takes_one_of_three_words_of_an_owner_only(people, party, word):
    proposal = key_result_in(people, "proposed").on_table
    person = people.owner if party == "owner" else people.lead
    proposal = agreements.write_proposal(
        proposal.key_result, {name: getattr(proposal, name) for name in KeyResult.TERMS}, author=person, act="changed"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(company=people.company, proposal=proposal, party=party, person=person, confidence=word)


@pytest.mark.parametrize("word", ["", *Confidence.values])
def test_the_owner_says_it_with_their_consent(people, word):
    key_result = key_result_in(people, "proposed")

    agreements.accept(key_result, actor=people.owner, seen=1, confidence=word)

    assert fresh(key_result).agreement == KeyResult.Agreement.AGREED
    assert said(key_result) == [("manager", ""), ("owner", word)]


def test_of_a_manager_it_is_not_kept(people):
    key_result = key_result_in(people, "countered")

    agreements.accept(key_result, actor=people.lead, seen=2, confidence="high")

    assert said(key_result)[-1] == ("manager", "")


def test_a_second_press_with_another_word_changes_nothing(people):
    key_result = key_result_in(people, "proposed")

    for word in ("low", "high"):
        agreements.accept(key_result, actor=people.owner, seen=1, confidence=word)

    assert said(key_result) == [("manager", ""), ("owner", "low")]


# The page of the agreement


def test_the_page_asks_the_owner_with_nothing_chosen_and_nobody_else(client, people):
    key_result = key_result_in(people, "proposed")

    asked = page(client, people.owner, key_result)

    assert [text in asked for text in (QUESTION, "Confident", "Even odds", "Not so sure")] == [True] * 4
    assert "checked" not in asked
    for person in (people.lead, people.boss, people.member, people.admin):
        assert QUESTION not in page(client, person, key_result)


def test_the_question_is_asked_in_japanese(client, people):
    key_result = key_result_in(people, "proposed")
    people.owner.language = "ja"
    people.owner.save()

    asked = page(client, people.owner, key_result)
    press(client, people.owner, key_result, confidence="even")

    for text in ("達成できる自信はどのくらいありますか", "自信がある", "五分五分", "不安がある"):
        assert text in asked
    assert "に合意、開始時は「五分五分」" in page(client, people.owner, key_result, "key-result")


@pytest.mark.parametrize(
    ("word", "label", "sentence"),
    [
        ("high", "Confident", "Agreed on Wed 21 Oct 2026, confident at the start"),
        ("even", "Even odds", "Agreed on Wed 21 Oct 2026, even odds at the start"),
        ("low", "Not so sure", "Agreed on Wed 21 Oct 2026, not so sure at the start"),
        ("", "", "Agreed on Wed 21 Oct 2026<"),
    ],
)
def test_everybody_who_reads_it_sees_it_beside_the_consent(client, people, word, label, sentence):
    key_result = key_result_in(people, "proposed")

    assert press(client, people.owner, key_result, confidence=word).status_code == 302

    assert said(key_result)[-1] == ("owner", word)
    assert (f'<span class="chip">{label}</span>' in page(client, people.member, key_result)) == bool(word)
    assert sentence in page(client, people.member, key_result, "key-result")


def test_without_an_agreement_the_key_result_says_nothing_of_it(client, people):
    assert "Agreed on" not in page(client, people.owner, key_result_in(people, "proposed"), "key-result")


def test_a_forged_word_is_an_error_at_the_field_and_changes_nothing(client, people):
    key_result = key_result_in(people, "proposed")

    answer = press(client, people.owner, key_result, confidence="certain")

    assert answer.status_code == 422
    assert answer.context["form"].errors["confidence"]
    assert "certain is not one of the available choices" in answer.content.decode()
    assert said(key_result) == [("manager", "")]
    assert fresh(key_result).agreement == KeyResult.Agreement.PROPOSED


@pytest.mark.parametrize("word", ["low", "certain"])
def test_a_manager_who_sends_one_agrees_without_it(client, people, word):
    key_result = key_result_in(people, "countered")

    assert press(client, people.lead, key_result, confidence=word).status_code == 302

    assert said(key_result)[-1] == ("manager", "")
    assert fresh(key_result).agreement == KeyResult.Agreement.AGREED


def test_who_takes_it_over_is_asked_and_the_owner_there_was_is_not(client, people):
    key_result = hand_over(key_result_in(people, "agreed"), people.successor, people.lead)
    assert QUESTION not in page(client, people.owner, key_result)
    assert QUESTION in page(client, people.successor, key_result)

    press(client, people.successor, key_result, confidence="even")

    assert said(key_result)[-1] == ("owner", "even")


# Other forms that consent


def test_who_suggests_other_terms_says_it_too(client, people):
    key_result = key_result_in(people, "proposed")
    terms = {"target": "60", "due_on": "2026-12-31", "reason": "Two of us left."}
    assert QUESTION in page(client, people.owner, key_result, "agreement-counter")

    forged = press(client, people.owner, key_result, "counter", confidence="certain", **terms)
    assert (forged.status_code, "60" in forged.content.decode(), said(key_result)) == (422, True, [("manager", "")])
    press(client, people.owner, key_result, "counter", confidence="high", **terms)

    assert said(key_result) == [("manager", ""), ("owner", "high")]
    assert QUESTION not in page(client, people.lead, key_result, "agreement-counter")
    press(client, people.lead, key_result, "counter", confidence="low", **terms | {"target": "70"})
    assert said(key_result)[-1] == ("manager", "")


def test_after_a_conflict_the_word_stays_chosen(client, people):
    key_result = key_result_in(people, "proposed")
    agreements.counter(key_result, {"target": Decimal(60)}, author=people.lead, seen=1, support="", reason="Less.")
    terms = {"seen": 1, "target": "50", "due_on": "2026-12-31", "reason": "Two of us left."}

    answer = press(client, people.owner, key_result, "counter", confidence="even", **terms)

    assert answer.status_code == 409
    assert answer.context["form"]["confidence"].value() == "even"


@pytest.fixture
def draft(people):
    """What the manager wrote for its owner: two key results of theirs, one of the owner's own words, one foreign."""
    found = IndividualObjectiveFactory(
        owner=people.owner,
        created_by=people.lead,
        state=Objective.State.DRAFT,
        cycle__company=people.company,
    )
    for title, owner, author in [
        ("Visits", people.owner, people.lead),
        ("Orders", people.owner, people.lead),
        ("Own", people.owner, people.owner),
        ("Foreign", people.member, people.lead),
    ]:
        KeyResultFactory(objective=found, title=title, owner=owner, proposed_by=author)
    return propose_draft(found, actor=people.lead)


def publish(client, people, draft, **words):
    key_results = {each.title: each for each in draft.key_results.all()}
    client.force_login(people.owner)
    sent = {f"confidence-{key_results[title].pk}": word for title, word in words.items()}
    return client.post(reverse("objective-publish", args=[draft.pk]), sent), key_results


def test_publishing_a_draft_asks_about_what_others_wrote_for_its_owner(client, people, draft):
    asked = page(client, people.owner, draft, "objective")

    assert [f"How sure are you to reach “{title}”?" in asked for title in ("Visits", "Orders", "Own", "Foreign")] == [
        True,
        True,
        False,
        False,
    ]
    assert "How sure are you" not in page(client, people.lead, draft, "objective")

    answer, key_results = publish(client, people, draft, Visits="low", Own="high", Foreign="high")

    assert answer.status_code == 302
    assert {title: said(each) for title, each in key_results.items()} == {
        "Visits": [("manager", ""), ("owner", "low")],
        "Orders": [("manager", ""), ("owner", "")],
        "Own": [("owner", "")],
        "Foreign": [("manager", "")],
    }


def test_a_forged_word_publishes_nothing(client, people, draft):
    answer, key_results = publish(client, people, draft, Visits="certain", Orders="even")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"confidence-{key_results['Visits'].pk}"]
    assert answer.context["form"][f"confidence-{key_results['Orders'].pk}"].value() == "even"
    assert Objective.objects.get(pk=draft.pk).is_draft
    assert not Consent.objects.exists()


def test_a_key_result_that_has_another_owner_meanwhile_takes_no_word_of_the_one_before(people, draft):
    visits = draft.key_results.get(title="Visits")
    KeyResult.objects.filter(pk=visits.pk).update(owner=people.lead)

    publish_objective(draft, actor=people.owner, confidences={visits.pk: "low"})

    assert {word for _party, word in said(visits)} == {""}
