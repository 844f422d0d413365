"""This week: the page a member lands on."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from goals.domain.check_ins import Entry, post_check_in
from goals.models import Cycle, KeyResult, Objective
from goals.models.fields import Status
from notifications.models import HelpRequest
from tests.factories import (
    AdminFactory,
    CycleFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    MilestoneFactory,
    ObjectiveFactory,
    UserFactory,
    ViewerFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def key_result():
    return KeyResultFactory()


@pytest.fixture
def user(key_result):
    return key_result.owner


def home(client, user):
    client.force_login(user)
    return client.get(reverse("home"))


def moves(client, user):
    client.force_login(user)
    return client.get(reverse("moves")).context["moves"]


def record(key_result, value="10", *, author=None, helpers=(), note="", status=Status.ON_TRACK):
    entry = Entry(status=status, value=Decimal(value), note=note)
    return post_check_in(key_result, entry, author=author or key_result.owner, helpers=helpers)


def at(moment):
    return time_machine.travel(moment, tick=False)


def due_titles(response):
    return [week_row.row.title for week_row, _open in response.context["due"]]


# Greeting


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Tokyo", "Hello, Aoi"),
        ("America/Chicago", "Good evening, Aoi"),
        ("Pacific/Kiritimati", "Hello, Aoi"),
        ("Asia/Karachi", "Good morning, Aoi"),
    ],
)
def test_the_greeting_follows_the_persons_own_clock(client, zone, words):
    user = UserFactory(family_name="Sato", given_name="Aoi", time_zone=zone)

    assert home(client, user).context["greeting"] == words


# What is due


def test_what_is_due_is_listed_with_the_first_form_open(client, key_result, user):
    second = KeyResultFactory(objective=key_result.objective)
    KeyResultFactory(objective=key_result.objective, owner=UserFactory(company=user.company))

    response = home(client, user)

    assert due_titles(response) == [key_result.title, second.title]
    assert [bool(form) for _row, form in response.context["due"]] == [True, False]
    assert response.context["deadline"] == "Due Friday 18:00"
    assert "2 check-ins this week. Each takes about 30 seconds." in response.content.decode()


def test_saving_on_the_page_takes_no_script(client, key_result, user):
    form = home(client, user).context["due"][0][1]["form"]

    sent = {name: form[name].value() for name in ["status", "request_key", "seen"]} | {"value": "30"}
    response = client.post(reverse("check-in", args=[key_result.pk]), sent, follow=True)

    assert due_titles(response) == []
    assert [row.row.title for row in response.context["done"]] == [key_result.title]
    assert [str(message) for message in response.context["messages"]] == [f"Saved: {key_result.title}"]


def test_a_late_one_is_welcome_all_the_same(client, user):
    with at(NOON + timedelta(days=3)):
        response = home(client, user)

    assert response.context["deadline"] == "It was due Friday 18:00. Now is just as good."


def test_skipped_periods_are_known_and_not_shamed(client, key_result, user):
    with at(NOON - timedelta(days=21)):
        record(key_result)

    [(row, _form)] = home(client, user).context["due"]

    assert row.missed == "2 check-ins were skipped before this one."


def test_milestones_wait_to_be_opened(client):
    milestone = MilestoneFactory()

    [(_row, form)] = home(client, milestone.key_result.owner).context["due"]

    assert form is None


def test_what_is_done_shows_what_moved(client, key_result, user):
    with at(NOON - timedelta(days=7)):
        record(key_result, "10")
    record(key_result, "25", note="Two more.")

    response = home(client, user)

    assert [row.moved for row in response.context["done"]] == ["10 → 25"]
    assert response.context["next_due"] == "Fri 27 Nov 18:00"
    assert "Done for this week" in response.content.decode()


def test_what_has_not_begun_waits_below(client, key_result, user):
    KeyResult.objects.update(starts_on="2026-12-01")

    response = home(client, user)

    assert due_titles(response) == []
    assert [row.when for row in response.context["waiting"]] == ["Begins on 1 Dec."]
    assert response.context["next_due"] == "Fri 4 Dec 18:00"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Cycle.objects.update(stage=Cycle.Stage.CLOSED),
        lambda: Objective.objects.update(state=Objective.State.DRAFT),
        lambda: KeyResult.objects.update(status=Status.DONE),
    ],
)
def test_only_what_can_be_checked_in_is_listed(client, user, change):
    change()

    response = home(client, user)

    assert due_titles(response) == []
    assert "first_steps" in response.context


# Help


def test_help_asked_of_me_says_who_what_and_when(client, key_result, user):
    helper = UserFactory(company=user.company)
    record(key_result, note="The approval takes a day.", helpers=[helper])

    [line] = home(client, helper).context["asked_of_me"]
    assert (line["person"], line["title"], line["note"], line["when"]) == (
        "Given",
        key_result.title,
        "The approval takes a day.",
        "today",
    )
    [mine] = home(client, user).context["asked_by_me"]
    assert mine["title"] == key_result.title


@pytest.mark.parametrize("who", ["helper", "asked_by"])
def test_either_of_the_two_settles_it(client, key_result, user, who):
    record(key_result, helpers=[UserFactory(company=user.company)])
    request = HelpRequest.objects.get()
    client.force_login(getattr(request, who))

    response = client.post(reverse("help-settle", args=[request.pk]))

    assert response["Location"] == "/"
    assert HelpRequest.objects.open().count() == 0


def test_settling_in_place_leaves_a_word_and_the_focus(client, key_result, user):
    record(key_result, helpers=[UserFactory(company=user.company)])
    pk = HelpRequest.objects.get().pk
    client.force_login(user)

    text = client.post(
        reverse("help-settle", args=[pk]), headers={"HX-Request": "true", "HX-Target": f"help-{pk}"}
    ).content.decode()

    assert f'id="help-{pk}" tabindex="-1" data-focus-next' in text


@pytest.mark.parametrize("same_company", [True, False])
def test_nobody_else_knows_of_it(client, key_result, user, same_company):
    record(key_result, helpers=[UserFactory(company=user.company)])
    client.force_login(AdminFactory(company=user.company) if same_company else AdminFactory())

    response = client.post(reverse("help-settle", args=[HelpRequest.objects.get().pk]))

    assert response.status_code == 404
    assert HelpRequest.objects.open().count() == 1


def test_help_about_what_became_restricted_is_no_longer_shown(client, key_result, user):
    helper = UserFactory(company=user.company)
    record(key_result, helpers=[helper])
    Objective.objects.update(visibility=Objective.Visibility.RESTRICTED)

    assert home(client, helper).context["asked_of_me"] == []


# Around


def test_my_objectives_stand_with_progress_and_pace(client, key_result, user):
    record(key_result, "50")

    [card] = home(client, user).context["objectives"]

    assert (card.title, card.percent, card.pace) == (key_result.objective.title, "50%", "53%")


def test_moves_begin_with_wins_then_my_department(client):
    department = DepartmentFactory()
    me = UserFactory(company=department.company, department=department)
    cycle = CycleFactory(company=me.company)
    near = UserFactory(company=me.company, department=department)
    far = UserFactory(company=me.company)
    rows = {}
    for name, owner, value in [("far", far, "10"), ("near", near, "20"), ("win", far, "100")]:
        objective = ObjectiveFactory(owner=owner, cycle=cycle)
        rows[name] = KeyResultFactory(objective=objective)
        record(rows[name], value)

    found = moves(client, me)

    assert [move["title"] for move in found] == [rows[name].title for name in ("win", "near", "far")]
    assert [move["is_win"] for move in found] == [True, False, False]


@pytest.mark.parametrize(
    "change",
    [
        {"visibility": Objective.Visibility.RESTRICTED},
        {"state": Objective.State.DRAFT},
        {"state": Objective.State.ARCHIVED},
    ],
)
@pytest.mark.parametrize("factory", [UserFactory, AdminFactory])
def test_moves_are_open_to_everyone_or_not_there(client, key_result, user, change, factory):
    record(key_result)
    Objective.objects.update(**change)

    assert moves(client, factory(company=user.company)) == []


def test_nothing_crosses_companies(client, key_result, user):
    record(key_result, helpers=[UserFactory(company=user.company)])

    stranger = AdminFactory()
    response = home(client, stranger)

    assert [response.context[name] for name in ("asked_of_me", "asked_by_me", "objectives")] == [[]] * 3
    assert moves(client, stranger) == []
    assert key_result.title not in response.content.decode()


def test_a_move_on_behalf_says_for_whom(client, key_result, user):
    admin = AdminFactory(company=user.company, given_name="Naoko")
    record(key_result, author=admin)

    [move] = moves(client, UserFactory(company=user.company))

    assert move["sentence"] == "Naoko recorded 10 for Given"


# First steps


@pytest.mark.parametrize(
    ("factory", "action"),
    [
        (AdminFactory, "Write the first objective"),
        (UserFactory, "Write the first objective"),
        (ViewerFactory, "See the company's objectives"),
    ],
)
def test_a_new_company_is_shown_where_to_begin(client, factory, action):
    assert home(client, factory()).context["first_steps"]["action"] == action


def test_a_newcomer_is_shown_how_to_get_a_key_result(client, user):
    response = home(client, UserFactory(company=user.company))

    assert response.context["first_steps"]["title"] == "You have no key results yet"


# Cost


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, rows):
    department = DepartmentFactory()
    owner = UserFactory(company=department.company, department=department)
    cycle = CycleFactory(company=owner.company)
    for _ in range(rows):
        mine = KeyResultFactory(objective=IndividualObjectiveFactory(owner=owner, cycle=cycle))
        colleague = UserFactory(company=owner.company)
        theirs = KeyResultFactory(objective=IndividualObjectiveFactory(owner=colleague, cycle=cycle))
        record(theirs, helpers=[owner])
        with at(NOON - timedelta(days=7)):
            record(mine, helpers=[colleague])
    client.force_login(owner)
    client.get(reverse("home"))

    with django_assert_num_queries(10):
        client.get(reverse("home"))
