"""Writing an objective with its key results in one form."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from goals.models import KeyResult, Objective
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

pytestmark = [pytest.mark.django_db]
NEW = "/objectives/new/"


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def member():
    return UserFactory(family_name="Sato", given_name="Aoi")


@pytest.fixture
def cycle(member):
    return CycleFactory(company=member.company)


def typed(owner, cycle, **changes):
    """What a browser sends for an individual objective with one key result."""
    return {
        "title": "Become the company people come back to",
        "why": "Because new customers cost five times as much.",
        "level": "individual",
        "owner": owner.name,
        "cycle": cycle.pk,
        "ambition": "committed",
        "visibility": "company",
        "alignment": "supports",
        "alignment_weight": 1,
        "kr-rows": 1,
        **key_result_row(0),
        "action": "draft",
    } | changes


def key_result_row(number, **changes):
    row = {
        "title": "Answer within 5 days",
        "kind": "reach",
        "unit": "days",
        "start": "9",
        "target": "5",
        "weight": "1",
        "ownership": "contributor",
        "milestones-rows": "1",
        "milestones-0-name": "",
        "milestones-0-weight": "1",
    } | changes
    return {f"kr-{number}-{name}": value for name, value in row.items()}


def problems(response):
    with translation.override("en"):
        return [(control, str(label), str(text)) for control, label, text in response.context["form"].problems]


def error_texts(response):
    return [text for _control, _label, text in problems(response)]


def test_a_double_click_writes_one_objective(client, member, cycle):
    client.force_login(member)
    key = client.get(NEW).context["form"].objective["request_key"].value()

    first, second = [client.post(NEW, typed(member, cycle, request_key=key)) for _click in range(2)]

    assert first.url == second.url == Objective.objects.get().get_absolute_url()
    assert KeyResult.objects.count() == 1


def test_a_form_gone_back_to_writes_another_objective(client, member, cycle):
    client.force_login(member)
    key = client.get(NEW).context["form"].objective["request_key"].value()

    for title in ("First", "Second", "Third"):
        client.post(NEW, typed(member, cycle, request_key=key, title=title))

    assert set(Objective.objects.values_list("title", flat=True)) == {"First", "Second", "Third"}


def test_a_member_writes_a_draft_of_their_own(client, member, cycle):
    client.force_login(member)

    response = client.post(NEW, typed(member, cycle))

    objective = Objective.objects.get()
    key_result = objective.key_results.get()
    assert response.url == objective.get_absolute_url()
    assert (objective.state, objective.owner, objective.created_by) == ("draft", member, member)
    assert (key_result.start, key_result.target, key_result.owner) == (9, 5, member)
    assert (key_result.starts_on, key_result.due_on) == (cycle.starts_on, cycle.ends_on)


def test_publishing_at_once(client, member, cycle):
    client.force_login(member)

    client.post(NEW, typed(member, cycle, action="publish"))

    assert Objective.objects.get().state == "active"


def test_a_proposal_for_a_department_stays_a_draft(client, member, cycle):
    manager = UserFactory(company=member.company)
    department = DepartmentFactory(company=member.company, manager=manager)
    client.force_login(member)

    place = {"level": "department", "department": department.pk, "action": "publish"}
    client.post(NEW, typed(member, cycle, **place))

    objective = Objective.objects.get()
    assert objective.state == "draft"
    assert Objective.objects.visible_to(manager).get() == objective


def test_only_administrators_write_for_the_company(client, member, cycle):
    client.force_login(member)

    response = client.post(NEW, typed(member, cycle, level="company"))

    assert response.status_code == 422
    assert Objective.objects.count() == 0


def test_nobody_writes_for_a_colleague_outside_their_line(client, member, cycle):
    colleague = UserFactory(company=member.company, family_name="Mori")
    DepartmentFactory(company=member.company)
    client.force_login(member)

    response = client.post(NEW, typed(colleague, cycle))

    assert error_texts(response) == ["You cannot write individual objectives for this person."]


def test_a_viewer_writes_nothing(client, cycle):
    client.force_login(ViewerFactory(company=cycle.company))

    assert client.get(NEW).status_code == 403


def test_full_width_and_large_numbers_are_understood(client, member, cycle):
    client.force_login(member)

    client.post(NEW, typed(member, cycle, **key_result_row(0, unit="円", start="０", target="1.5億")))

    key_result = KeyResult.objects.get()
    assert (key_result.start, key_result.target) == (0, 150_000_000)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"target": "much"}, "“much” is not a number. Write it like 12,500 or 1.5, or with 万 and 億."),
        ({"target": ""}, "Enter a number."),
        ({"target": "9"}, "Start and target are the same: there is nothing to reach."),
        ({"kind": "keep_within", "low": "5", "high": "1"}, "The lower bound lies above the upper one."),
        ({"kind": "milestones"}, "Name at least one milestone."),
        ({"due_on": "2026-09-01"}, "The due date lies before the start."),
        ({"owner": "Nobody"}, "“Nobody” is not on the list. Choose one of those suggested."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_saved(client, member, cycle, row, message):
    client.force_login(member)

    response = client.post(NEW, typed(member, cycle, **key_result_row(0, **row)))

    assert (response.status_code, error_texts(response)) == (422, [message])
    assert "Become the company people come back to" in response.content.decode()
    assert Objective.objects.count() == 0


def test_an_error_stands_at_the_row_it_belongs_to(client, member, cycle):
    client.force_login(member)
    rows = {"kr-rows": 3, **key_result_row(0), **key_result_row(2, target="9")}

    response = client.post(NEW, typed(member, cycle, **rows))

    assert problems(response) == [
        (
            "id_kr-2-target",
            "Key result 3 – Target",
            "Start and target are the same: there is nothing to reach.",
        )
    ]


def test_rows_left_empty_are_passed_over(client, member, cycle):
    client.force_login(member)
    empty = key_result_row(1, title="", unit="", start="", target="")

    client.post(NEW, typed(member, cycle, **{"kr-rows": 2}, **empty))

    assert KeyResult.objects.count() == 1


def test_aligning_asks_what_it_contributes(client, member, cycle):
    parent = ObjectiveFactory(owner=member, cycle=cycle, title="Grow")
    client.force_login(member)

    response = client.post(NEW, typed(member, cycle, parent="Grow"))

    assert error_texts(response) == ["Say what it contributes."]

    client.post(NEW, typed(member, cycle, parent="Grow", contribution="Every retained customer counts."))
    assert Objective.objects.get(parent=parent).alignment == "supports"


def test_what_somebody_cannot_read_cannot_be_aligned_to(client, member, cycle):
    ObjectiveFactory(owner=UserFactory(company=member.company), cycle=cycle, title="Secret", visibility="restricted")
    ObjectiveFactory(title="Elsewhere")
    client.force_login(member)

    for title in ("Secret", "Elsewhere"):
        response = client.post(NEW, typed(member, cycle, parent=title, contribution="x"))
        assert response.status_code == 422


def test_people_of_another_company_do_not_exist(client, member, cycle):
    UserFactory(family_name="Stranger", given_name="Far")
    client.force_login(member)

    response = client.post(NEW, typed(member, cycle, **key_result_row(0, owner="Far Stranger")))

    assert response.status_code == 422


def test_a_department_of_another_company_is_no_choice(client, member, cycle):
    client.force_login(member)
    foreign = DepartmentFactory()

    response = client.post(NEW, typed(member, cycle, level="department", department=foreign.pk))

    assert response.status_code == 422


def test_a_row_is_added_without_losing_anything(client, member, cycle):
    client.force_login(member)
    data = typed(member, cycle, add="kr", why="")

    plain = client.post(NEW, data)
    swapped = client.post(NEW, data, headers={"HX-Request": "true", "HX-Target": "objective-form"})

    assert plain.status_code == swapped.status_code == 200
    assert len(plain.context["form"].rows) == 2
    assert 'value="Answer within 5 days"' in swapped.content.decode()
    assert not swapped.content.decode().lstrip().startswith("<!doctype")
    assert "error-summary" not in swapped.content.decode()
    assert Objective.objects.count() == 0


def test_milestones_are_written_with_their_weights(client, member, cycle):
    client.force_login(member)
    row = {"kind": "milestones", "milestones-rows": "2"}
    row |= {"milestones-0-name": "Plan agreed", "milestones-1-name": "Site open", "milestones-1-weight": "3"}

    client.post(NEW, typed(member, cycle, **key_result_row(0, **row)))

    milestones = KeyResult.objects.get().milestones.values_list("name", "weight")
    assert list(milestones) == [("Plan agreed", 1), ("Site open", 3)]


def test_a_milestone_of_another_key_result_is_never_touched(client, member, cycle):
    foreign = MilestoneFactory(name="Theirs")
    client.force_login(member)
    row = {"kind": "milestones", "milestones-0-name": "Mine", "milestones-0-id": foreign.pk}

    client.post(NEW, typed(member, cycle, **key_result_row(0, **row)))

    foreign.refresh_from_db()
    assert foreign.name == "Theirs"


def test_the_address_preselects_level_department_and_parent(client, member, cycle):
    parent = ObjectiveFactory(owner=member, cycle=cycle)
    department = DepartmentFactory(company=member.company)
    client.force_login(member)

    query = {"level": "department", "department": department.pk, "parent": parent.pk}
    form = client.get(NEW, query).context["form"].objective

    assert form["level"].value() == "department"
    assert form["department"].value() == str(department.pk)
    assert form["parent"].value() == f"{parent.title} ({parent.department})"


@pytest.fixture
def objective(member, cycle):
    found = IndividualObjectiveFactory(owner=member, cycle=cycle, title="Old title")
    KeyResultFactory(objective=found, title="Answer within 5 days", start=9, target=5, unit="days")
    return found


def edit(client, objective, **changes):
    data = typed(objective.owner, objective.cycle, version=objective.version, action="save")
    data["kr-0-id"] = objective.key_results.get().pk
    return client.post(reverse("objective-edit", args=[objective.pk]), data | changes)


def test_the_owner_changes_title_and_target_together(client, member, objective):
    client.force_login(member)

    response = edit(client, objective, **{"kr-0-target": "4.5"})

    objective.refresh_from_db()
    assert response.status_code == 302
    assert objective.title == "Become the company people come back to"
    assert objective.key_results.get().target == Decimal("4.5")


def test_a_colleague_may_not_edit(client, objective):
    client.force_login(UserFactory(company=objective.company))

    assert edit(client, objective).status_code == 403


def test_another_company_finds_nothing_to_edit(client, objective):
    client.force_login(AdminFactory())

    assert edit(client, objective).status_code == 404


def test_a_stale_form_is_answered_with_what_changed(client, member, objective):
    client.force_login(member)
    opened = client.get(reverse("objective-edit", args=[objective.pk])).context["form"].objective
    edit(client, objective, title="Somebody was faster")

    response = edit(
        client, objective, title="Mine", version=opened["version"].value(), opened_at=opened["opened_at"].value()
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody was faster" in page
    assert 'value="Mine"' in page
    assert Objective.objects.get().title == "Somebody was faster"

    again = edit(client, objective, title="Mine", version=response.context["form"].objective["version"].value())
    assert again.status_code == 302
    assert Objective.objects.get().title == "Mine"


def test_a_key_result_without_check_ins_can_be_removed(client, member, objective):
    client.force_login(member)

    edit(client, objective, **{"kr-0-removed": "on"})

    assert objective.key_results.count() == 0


def test_a_closed_cycle_is_read_only(client, member, objective):
    objective.cycle.stage = "closed"
    objective.cycle.save()
    client.force_login(member)

    assert edit(client, objective).status_code == 403


def test_the_form_costs_the_same_for_one_and_thirty_rows(client, member, cycle):
    client.force_login(member)

    cost_of_editing(client, member, cycle, 1)  # the first request of a session also writes it

    assert [cost_of_editing(client, member, cycle, rows) for rows in (1, 3, 30)] == [10, 10, 10]


def test_what_is_refused_costs_the_same_for_one_and_thirty_rows(client, member, cycle):
    client.force_login(member)

    assert len({cost_of_a_refusal(client, member, cycle, rows) for rows in (1, 3, 30)}) == 1


def cost_of_a_refusal(client, member, cycle, rows):
    objective = IndividualObjectiveFactory(owner=member, cycle=cycle)
    sent = typed(member, cycle, title="", **{"kr-rows": rows})
    for number, key_result in enumerate(KeyResultFactory.create_batch(rows, objective=objective)):
        sent |= key_result_row(number, id=key_result.pk)
    client.get("/")  # writes the session
    with CaptureQueriesContext(connection) as queries:
        assert client.post(reverse("objective-edit", args=[objective.pk]), sent).status_code == 422
    return len(queries)


def cost_of_editing(client, member, cycle, rows):
    objective = IndividualObjectiveFactory(owner=member, cycle=cycle)
    KeyResultFactory.create_batch(rows, objective=objective)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("objective-edit", args=[objective.pk]))
    return len(queries)
