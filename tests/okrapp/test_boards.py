"""The company and department pages."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from goals.domain.check_ins import Entry, post_check_in
from goals.models import Objective
from goals.models.fields import Status
from tests.factories import (
    AdminFactory,
    CycleFactory,
    DepartmentFactory,
    KeyResultFactory,
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


def days_ago(days):
    return time_machine.travel(NOON.timestamp() - days * 86_400, tick=False)


def check_in(key_result, value, status=Status.ON_TRACK, **more):
    return post_check_in(key_result, Entry(status=status, value=Decimal(value)), author=key_result.owner, **more)


def without_tokens(response):
    """The page less what differs with every answer or address."""
    return re.sub(rb"[A-Za-z0-9]{64}|/departments/[0-9]+/", b"", response.content)


@pytest.fixture
def objective():
    return ObjectiveFactory()


def department_url(objective):
    return reverse("department", args=[objective.department_id])


def get(client, user, url, **headers):
    client.force_login(user)
    return client.get(url, headers=headers)


@pytest.mark.parametrize("factory", [UserFactory, AdminFactory, ViewerFactory])
def test_everybody_of_the_company_sees_a_department(client, objective, factory):
    response = get(client, factory(company=objective.company), department_url(objective))

    assert response.status_code == 200
    assert objective.title in response.content.decode()


def test_another_company_s_department_is_like_a_missing_one(client, objective):
    stranger = UserFactory()

    foreign = get(client, stranger, department_url(objective))
    missing = get(client, stranger, reverse("department", args=[0]))

    assert foreign.status_code == missing.status_code == 404
    assert without_tokens(foreign) == without_tokens(missing)


def test_the_number_is_the_mean_of_own_counted_objectives(client, objective):
    check_in(KeyResultFactory(objective=objective), "40")
    restricted = ObjectiveFactory(
        owner=objective.owner, department=objective.department, visibility=Objective.Visibility.RESTRICTED
    )
    check_in(KeyResultFactory(objective=restricted), "100")
    child = DepartmentFactory(company=objective.company, parent=objective.department)
    check_in(KeyResultFactory(objective=ObjectiveFactory(owner=objective.owner, department=child)), "90")

    board = get(client, objective.owner, department_url(objective)).context["board"]

    assert (board.progress, board.pace) == (Decimal("0.4000"), Decimal("0.5275"))


def test_the_number_explains_itself(client, objective):
    check_in(KeyResultFactory(objective=objective), "40")
    other = ObjectiveFactory(owner=objective.owner, department=objective.department)
    check_in(KeyResultFactory(objective=other), "25")

    tiles = get(client, objective.owner, department_url(objective)).context["tiles"]

    assert tiles[0]["lines"][1:] == ["= (0.4 + 0.25) ÷ 2", "= 0.325, which is 33%"]


def test_a_restricted_objective_is_counted_as_hidden_for_others(client, objective):
    ObjectiveFactory(
        owner=objective.owner,
        department=objective.department,
        title="Secret plan",
        visibility=Objective.Visibility.RESTRICTED,
    )

    response = get(client, UserFactory(company=objective.company), department_url(objective))

    assert response.context["board"].hidden == 1
    assert "Secret plan" not in response.content.decode()


def test_the_title_of_an_unreadable_parent_is_not_shown(client, objective):
    parent = ObjectiveFactory(owner=objective.owner, title="Secret plan", visibility=Objective.Visibility.RESTRICTED)
    Objective.objects.filter(pk=objective.pk).update(parent=parent)

    response = get(client, UserFactory(company=objective.company), department_url(objective))

    assert "Secret plan" not in response.content.decode()


def test_the_change_compares_with_the_points_of_a_week_ago(client, objective):
    key_result = KeyResultFactory(objective=objective)
    with days_ago(8):
        check_in(key_result, "20")
    check_in(key_result, "45", Status.AT_RISK)

    board = get(client, objective.owner, department_url(objective)).context["board"]

    assert board.change == Decimal("0.2500")
    assert board.moves == {(Status.ON_TRACK, Status.AT_RISK): 1}


def test_a_quiet_key_result_is_its_own_slice(client, objective):
    key_result = KeyResultFactory(objective=objective)
    with days_ago(11):
        check_in(key_result, "20")

    response = get(client, objective.owner, department_url(objective))

    assert response.context["board"].slices == {"stale": 1}
    assert "Not updated" in response.content.decode()


def test_help_stands_first_among_what_to_look_at(client, objective):
    helper = UserFactory(company=objective.company)
    check_in(KeyResultFactory(objective=objective), "1", Status.OFF_TRACK)
    wanting = KeyResultFactory(objective=objective)
    check_in(wanting, "90", helpers=[helper])

    findings = get(client, helper, department_url(objective)).context["findings"]

    assert findings[0]["title"] == wanting.title


@pytest.mark.parametrize(
    ("query", "kept"),
    [("status=off_track", 1), ("status=waiting", 1), ("status=help", 0), ("status=nonsense", 3), ("owner=0", 0)],
)
def test_filters_narrow_the_rows(client, objective, query, kept):
    check_in(KeyResultFactory(objective=objective), "1", Status.OFF_TRACK)
    check_in(KeyResultFactory(objective=objective), "90")
    KeyResultFactory(objective=objective)

    response = get(client, objective.owner, f"{department_url(objective)}?{query}")

    assert sum(len(card.rows) for card in response.context["cards"]) == kept


def test_a_quiet_refresh_answers_204_until_something_changes(client, objective):
    key_result = KeyResultFactory(objective=objective)
    version = get(client, objective.owner, department_url(objective)).context["version"]
    url = f"{department_url(objective)}?version={version}"

    unchanged = get(client, objective.owner, url, hx_request="true", hx_target="board")
    check_in(key_result, "10")
    changed = get(client, objective.owner, url, hx_request="true", hx_target="board")

    assert unchanged.status_code == 204
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()


def test_a_quiet_refresh_without_news_asks_little(client, objective, django_assert_num_queries):
    version = get(client, objective.owner, department_url(objective)).context["version"]

    with django_assert_num_queries(6):
        client.get(f"{department_url(objective)}?version={version}", headers={"HX-Quiet": "1"})


@pytest.mark.parametrize("page", ["department", "company"])
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, django_assert_max_num_queries, objective, page, rows
):
    level = {"company": Objective.Level.COMPANY, "department": Objective.Level.DEPARTMENT}[page]
    department = objective.department if page == "department" else None
    parent = ObjectiveFactory(owner=objective.owner)
    for _row in range(rows):
        found = ObjectiveFactory(
            owner=UserFactory(company=objective.company), level=level, department=department, parent=parent
        )
        check_in(KeyResultFactory(objective=found), "50")
        DepartmentFactory(company=objective.company, parent=objective.department)
    url = reverse("company") if page == "company" else department_url(objective)
    get(client, objective.owner, url)

    with django_assert_max_num_queries(12) as queries:
        client.get(url)

    assert len(queries) == 12


def test_a_company_without_a_cycle_is_told_how_to_begin(client):
    response = get(client, AdminFactory(), reverse("company"))

    assert "Set up a cycle" in response.content.decode()


def test_an_annual_objective_is_listed_apart_and_not_averaged(client, objective):
    year = CycleFactory(
        company=objective.company, kind="year", starts_on="2026-04-01", ends_on="2027-03-31", stage="running"
    )
    annual = ObjectiveFactory(owner=objective.owner, department=objective.department, cycle=year)
    check_in(KeyResultFactory(objective=annual), "80")

    context = get(client, objective.owner, department_url(objective)).context

    assert [card.title for card in context["enclosing"]] == [annual.title]
    assert context["board"].progress is None
