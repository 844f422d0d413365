"""Acting from a mail: GET asks, POST acts once, as the person the mail was written to, and without a session."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from goals.domain.agreements import counter, open_agreement, withdraw_change
from goals.domain.mail_links import LIFETIME
from goals.models import CheckIn, Consent, Cycle, KeyResult, Objective, UsedLink
from goals.models.fields import Status
from notifications.models import HelpRequest
from people.models import User
from tests.factories import DepartmentFactory, KeyResultFactory, MilestoneFactory, ObjectiveFactory, UserFactory
from tests.goals.checking_in import record
from tests.goals.mail_linking import MONDAY, follow, link_to, page_of, send, typed

pytestmark = pytest.mark.django_db
CHECK_INS = ["value", "no-change", "help"]
PURPOSES = [*CHECK_INS, "accept"]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})


@pytest.fixture
def key_result():
    """Of an owner in a department with a manager; last week's check-in said 40, and terms wait for the owner."""
    manager = UserFactory(family_name="Sato", given_name="Aoi", language="en")
    department = DepartmentFactory(company=manager.company, manager=manager)
    owner = UserFactory(company=manager.company, department=department, language="en", family_name="Tanaka")
    key_result = KeyResultFactory(
        objective=ObjectiveFactory(owner=owner, department=department, title="Closer to customers"),
        title="Fewer days",
        unit="days",
    )
    with time_machine.travel(MONDAY - 5 * DAY, tick=False):
        record(key_result, "40")
    return fresh(open_agreement(key_result, actor=manager))


def fresh(key_result):
    return KeyResult.objects.select_related("owner__company", "objective__cycle", "company", "on_table").get(
        pk=key_result.pk
    )


def manager_of(key_result):
    return key_result.objective.department.manager


def written():
    return CheckIn.objects.count(), Consent.objects.count(), HelpRequest.objects.count(), UsedLink.objects.count()


# Looking


@pytest.mark.parametrize("purpose", PURPOSES)
def test_looking_a_hundred_times_writes_nothing_and_opens_no_session(client, key_result, purpose):
    link, before = link_to(key_result, purpose), written()

    for _time in range(50):
        assert client.head(link).status_code == client.get(link).status_code == 302
    for _time in range(50):
        page = client.get(page_of(key_result, purpose))
        assert client.head(page_of(key_result, purpose)).status_code == page.status_code == 200

    assert written() == before
    assert set(client.cookies) == {"mail_link"}
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_token_leaves_the_address_for_a_cookie_of_that_page(client, key_result, settings):
    settings.SESSION_COOKIE_SECURE = True
    link = link_to(key_result)

    answer = client.get(link)

    cookie = answer.cookies["mail_link"]
    assert answer["Location"] == page_of(key_result)
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"], cookie["max-age"]) == (
        page_of(key_result),
        "Lax",
        True,
        True,
        3600,
    )


def test_the_page_shows_the_one_key_result_in_its_reader_s_language(client, key_result):
    User.objects.filter(pk=key_result.owner_id).update(language="ja")

    answer = follow(client, link_to(key_result))
    page = answer.content.decode()

    assert '<html lang="ja"' in page
    assert answer.headers["Content-Language"] == "ja"
    assert [each in page for each in ("Fewer days", "Closer to customers", "40", "100")] == [True] * 4


def test_whoever_else_is_signed_in_does_not_matter(client, key_result):
    client.force_login(UserFactory(family_name="Somebody", company__name="Else"))

    page = follow(client, link_to(key_result)).content.decode()
    send(client, key_result)

    assert "Somebody" not in page
    assert "Else" not in page
    assert CheckIn.objects.latest("seq").author == key_result.owner


@pytest.mark.parametrize(("purpose", "most"), [("value", 10), ("help", 10), ("accept", 10)])
def test_a_page_asks_few_questions(client, key_result, purpose, most, django_assert_max_num_queries):
    client.get(link_to(key_result, purpose))

    with django_assert_max_num_queries(most):
        client.get(page_of(key_result, purpose))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_the_cookie_or_the_token_nothing_opens(client, key_result, purpose):
    before = written()
    client.get(link_to(key_result, purpose))

    answers = [client.post(page_of(key_result, purpose)), Client().get(page_of(key_result, purpose))]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert written() == before


# Acting


def test_a_value_is_recorded_once_as_the_owner_s(client, key_result):
    answers = [send(client, key_result) for _time in range(2)]

    check_in = CheckIn.objects.latest("seq")
    assert [answer.status_code for answer in answers] == [200, 410]
    assert (check_in.author, check_in.value, check_in.note, check_in.on_behalf) == (
        key_result.owner,
        25,
        "Two more.",
        False,
    )
    assert "The check-in of “Fewer days” is recorded." in answers[0].content.decode()
    assert "This is done already" in answers[1].content.decode()
    assert CheckIn.objects.count() == 2


def test_no_change_repeats_what_was_said_whatever_else_is_sent(client, key_result):
    answer = send(client, key_result, "no-change", value="99", status="off_track")

    check_in = CheckIn.objects.latest("seq")
    assert answer.status_code == 200
    assert (check_in.value, check_in.status) == (40, Status.ON_TRACK)


def test_no_change_keeps_milestones(client):
    milestone = MilestoneFactory(key_result__objective__owner__language="en")
    key_result = milestone.key_result
    with time_machine.travel(MONDAY - 5 * DAY, tick=False):
        client.post(page_of(key_result), typed(key_result, link_to(key_result), done_milestones=[milestone.pk]))
    key_result = fresh(key_result)

    send(client, key_result, "no-change")

    assert CheckIn.objects.latest("seq").done_milestones == [milestone.pk]


def test_help_is_asked_of_those_who_are_offered_with_the_value_as_it_was(client, key_result):
    manager, stranger = manager_of(key_result), UserFactory(company=key_result.company, family_name="Stranger")

    page = follow(client, link_to(key_result, "help")).content.decode()
    refused = send(client, key_result, "help", helpers=[stranger.pk])
    nobody = send(client, key_result, "help", note="")
    answer = send(client, key_result, "help", value="40", helpers=[manager.pk])

    assert ("Aoi Sato" in page, "Stranger" in page, 'value="40"' in page) == (True, False, True)
    assert (refused.status_code, nobody.status_code, answer.status_code) == (422, 422, 200)
    request = HelpRequest.objects.get()
    assert (request.asked_by, request.helper, request.target.note) == (key_result.owner, manager, "Two more.")


def test_terms_are_shown_and_accepted_once(client, key_result):
    counter(
        key_result, {"target": Decimal(60)}, author=manager_of(key_result), seen=1, support="A car", reason="Two left."
    )
    key_result = fresh(key_result)

    page = follow(client, link_to(key_result, "accept")).content.decode()
    answers = [send(client, key_result, "accept") for _time in range(2)]

    assert [each in page for each in ("60 days", "A car", "Two left.", "Aoi Sato")] == [True] * 4
    assert [answer.status_code for answer in answers] == [200, 410]
    assert (fresh(key_result).agreement, fresh(key_result).target) == (KeyResult.Agreement.AGREED, 60)


def test_a_due_check_in_is_answered_once_whichever_link_was_pressed(client, key_result):
    links = {purpose: link_to(key_result, purpose) for purpose in CHECK_INS}
    send(client, key_result, "no-change", link=links["no-change"])

    for purpose in CHECK_INS:
        answer = send(client, fresh(key_result), purpose, link=links[purpose])
        assert (answer.status_code, "This is done already" in answer.content.decode()) == (410, True)
        assert follow(Client(), links[purpose]).status_code == 410
    assert CheckIn.objects.count() == 2


def test_next_week_s_mail_has_links_of_its_own(client, key_result):
    send(client, key_result)

    with time_machine.travel(MONDAY + 7 * DAY, tick=False):
        assert send(client, fresh(key_result)).status_code == 200


@pytest.mark.parametrize(("field", "text"), [("value", "lots"), ("value", ""), ("status", "fine"), ("seen", "x")])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, key_result, field, text):
    answer = send(client, key_result, **{field: text})

    assert answer.status_code == 422
    assert "Two more." in answer.content.decode()
    assert CheckIn.objects.count() == 1
    assert send(client, key_result).status_code == 200


def test_a_colleague_s_check_in_meanwhile_is_shown_and_can_be_put_under_one_s_own(client, key_result):
    link = link_to(key_result)
    opened = typed(key_result, link)
    record(key_result, "70", author=manager_of(key_result))

    conflict = client.post(page_of(key_result), opened)
    page = conflict.content.decode()
    on_top = client.post(page_of(key_result), opened | {"seen": "2"})

    assert [conflict.status_code, on_top.status_code] == [409, 200]
    assert [each in page for each in ("70 days", "Aoi Sato", "Two more.", 'name="seen" value="2"')] == [True] * 4
    assert list(CheckIn.objects.order_by("seq").values_list("value", flat=True)) == [40, 70, 25]


def test_that_nothing_changed_is_not_said_on_top_of_a_change(client, key_result):
    opened = typed(key_result, link_to(key_result, "no-change"))
    record(key_result, "70", author=manager_of(key_result))

    answer = client.post(page_of(key_result, "no-change"), opened)

    assert (answer.status_code, "Aoi Sato: 70 days, On track (today)" in answer.content.decode()) == (409, True)
    assert CheckIn.objects.count() == 2


def test_a_program_that_presses_without_end_is_slowed_down(client, key_result):
    answers = [send(client, key_result, value="x").status_code for _time in range(31)]

    assert (answers[0], answers[-1]) == (422, 429)


# What happened since


def goes_to_a_colleague(key_result):
    KeyResult.objects.update(owner=UserFactory(company=key_result.company, family_name="Next", given_name="One"))


def is_done(key_result):
    KeyResult.objects.update(status=Status.DONE)


def is_closed(key_result):
    Cycle.objects.update(stage=Cycle.Stage.CLOSED)


def is_archived(key_result):
    Objective.objects.update(state=Objective.State.ARCHIVED)


def becomes_a_viewer(key_result):
    User.objects.filter(pk=key_result.owner_id).update(role="viewer")


def is_hidden(key_result):
    Objective.objects.update(visibility="restricted", owner=manager_of(key_result))
    goes_to_a_colleague(key_result)


def is_checked_in(key_result):
    record(key_result, "70")


def leaves(key_result):
    User.objects.filter(pk=key_result.owner_id).update(is_active=False)


def has_another_address(key_result):
    User.objects.filter(pk=key_result.owner_id).update(email="new@example.com")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (goes_to_a_colleague, "One Next is the owner now."),
        (is_done, "It is marked as “Done”."),
        (is_closed, "Nothing can be recorded about it at the moment."),
        (is_archived, "Nothing can be recorded about it at the moment."),
        (becomes_a_viewer, "This does not need you any more"),
        (is_hidden, "This link does not work"),
        (leaves, "This link does not work"),
        (has_another_address, "This link does not work"),
    ],
)
@pytest.mark.parametrize("purpose", ["value", "help"])
def test_what_happened_since_is_said_and_nothing_is_recorded(client, key_result, happens, said, purpose):
    link = link_to(key_result, purpose)
    happens(key_result)
    before = written()

    answers = [follow(client, link), send(client, key_result, purpose, link=link, helpers=manager_of(key_result).pk)]

    assert [(answer.status_code, said in answer.content.decode()) for answer in answers] == [(410, True)] * 2
    assert written() == before


def test_a_check_in_made_elsewhere_is_shown(client, key_result):
    link = link_to(key_result)
    record(key_result, "70")

    page = follow(client, link)

    assert (page.status_code, "Tanaka: 70 days, On track (today)" in page.content.decode()) == (410, True)


@pytest.mark.parametrize("later", [7 * DAY, LIFETIME + DAY])
def test_a_link_is_over_with_its_period(client, key_result, later):
    link = link_to(key_result)

    with time_machine.travel(MONDAY + later, tick=False):
        answers = [follow(client, link), send(client, key_result, link=link)]

    for answer in answers:
        assert (answer.status_code, "This link has expired" in answer.content.decode()) == (410, True)
        assert reverse("key-result", args=[key_result.pk]) in answer.content.decode()
    assert CheckIn.objects.count() == 1


def other_terms(key_result):
    counter(key_result, {"target": Decimal(60)}, author=key_result.owner, seen=1, support="", reason="Less.")


def accepted_elsewhere(key_result):
    other_terms(key_result)
    send(Client(), fresh(key_result), "accept", link=link_to(fresh(key_result), "accept", manager_of(key_result)))


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (other_terms, "These terms are no longer on the table"),
        (accepted_elsewhere, "These terms are no longer on the table"),
        (is_done, "It is marked as “Done”."),
        (is_closed, "Nothing can be recorded about it at the moment."),
        (becomes_a_viewer, "This does not need you any more"),
    ],
)
def test_terms_that_are_no_longer_there_are_not_accepted(client, key_result, happens, said):
    link = link_to(key_result, "accept")
    happens(key_result)
    before = written()

    answers = [follow(client, link), send(client, key_result, "accept", link=link)]

    assert [(answer.status_code, said in answer.content.decode()) for answer in answers] == [(410, True)] * 2
    assert reverse("agreement", args=[key_result.pk]) in answers[0].content.decode()
    assert written() == before


def test_where_nobody_could_be_asked_the_page_says_where_to_find_somebody(client):
    key_result = KeyResultFactory(objective__owner__language="en")

    assert "Whom could you ask?" in follow(client, link_to(key_result, "help")).content.decode()
