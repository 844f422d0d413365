"""The company's settings as administrators use them. Who may come in at all: tests/okrapp/test_url_guard.py."""

from decimal import Decimal

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from kpis.domain.measurements import set_target
from kpis.periods import Frequency, parse_key
from people.models import AuditEntry, Company, Department, Invitation, Role, User
from tests.factories import (
    AdminFactory,
    DepartmentFactory,
    IndividualObjectiveFactory,
    KeyResultFactory,
    ObjectiveFactory,
    UserFactory,
)
from tests.factories.kpis import KpiFactory

pytestmark = pytest.mark.django_db
NEW = {"family_name": "佐藤", "given_name": "葵", "email": "Aoi@example.com", "role": "member", "language": "ja"}


def text(response):
    return response.content.decode()


@pytest.fixture
def person(admin):
    return UserFactory(company=admin.company, email="aoi@example.com", family_name="佐藤", furigana="サトウ アオイ")


def edited(person, **changes):
    fields = ["family_name", "given_name", "furigana", "email", "job_title", "role", "language"]
    return {name: getattr(person, name) for name in fields} | changes


# Members


def test_adding_without_inviting_sends_nothing(as_admin, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = as_admin.post(reverse("settings-person-new"), NEW)

    assert response.url == reverse("settings-people")
    assert User.objects.get(email="aoi@example.com").company == admin.company
    assert mail.outbox == []


def test_adding_and_inviting_sends_one_mail(as_admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(reverse("settings-person-new"), NEW | {"invite": "1"})

    assert [message.to for message in mail.outbox] == [["aoi@example.com"]]


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x"}, {"email": "admin@example.com"}, {"family_name": ""}, {"role": "owner"}, {"department": "999"}],
)
def test_a_bad_member_is_refused(as_admin, wrong):
    response = as_admin.post(reverse("settings-person-new"), NEW | wrong)

    assert response.status_code == 422
    assert User.objects.count() == 1


def test_fields_nobody_offered_change_nothing(as_admin, person):
    company, other = person.company, Company.objects.create(name="Other")
    data = edited(person) | {"company": other.pk, "is_active": "", "password": "x", "joined_at": "2026-01-01"}

    as_admin.post(reverse("settings-person", args=[person.pk]), data)

    person.refresh_from_db()
    assert (person.company, person.is_active, person.joined_at) == (company, True, None)


def test_a_department_of_another_company_cannot_be_chosen(as_admin, person):
    data = edited(person, department=DepartmentFactory().pk)

    assert as_admin.post(reverse("settings-person", args=[person.pk]), data).status_code == 422


def test_the_last_administrator_is_told_why_not(as_admin, admin):
    response = as_admin.post(reverse("settings-person", args=[admin.pk]), edited(admin, role=Role.MEMBER))

    assert response.status_code == 422
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=さとう", {"aoi"}),
        ("q=ｻﾄｳ", {"aoi"}),
        ("q=AOI@", {"aoi"}),
        ("q=nobody", set()),
        ("role=viewer", {"viewer"}),
        ("state=active", {"admin"}),
        ("state=invited", {"invited"}),
        ("state=not_invited", {"aoi", "viewer"}),
        ("state=deactivated", {"left"}),
        ("state=nonsense", {"admin", "aoi", "viewer", "invited", "left"}),
    ],
)
def test_members_are_found(as_admin, admin, person, query, found):
    company = admin.company
    UserFactory(company=company, email="viewer@example.com", role=Role.VIEWER)
    UserFactory(company=company, email="left@example.com", is_active=False)
    Invitation.objects.create(company=company, user=UserFactory(company=company, email="invited@example.com"))
    UserFactory(email="foreign@example.com", family_name="佐藤", furigana="サトウ")

    page = as_admin.get(f"{reverse('settings-people')}?{query}").context["page"]

    assert {member.email.split("@")[0] for member in page} == found


def test_typing_in_the_search_swaps_the_list_alone(as_admin):
    response = as_admin.get(reverse("settings-people"), headers={"hx-request": "true", "hx-target": "people-list"})

    assert text(response).lstrip().startswith('<div id="people-list"')


def test_fifty_members_a_page(as_admin, admin):
    for _ in range(50):
        UserFactory(company=admin.company)

    response = as_admin.get(reverse("settings-people"))

    assert len(response.context["page"]) == 50
    assert len(as_admin.get(reverse("settings-people"), {"page": 2}).context["page"]) == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_of_members_costs_the_same_at_any_length(as_admin, admin, django_assert_num_queries, count):
    for _ in range(count):
        UserFactory(company=admin.company, department=DepartmentFactory(company=admin.company))

    as_admin.get(reverse("settings-people"))
    with django_assert_num_queries(8):
        as_admin.get(reverse("settings-people"))


def test_all_who_were_never_invited_are_invited_at_once(as_admin, admin, django_capture_on_commit_callbacks):
    waiting = [UserFactory(company=admin.company).email for _ in range(3)]
    again = UserFactory(company=admin.company)
    Invitation.objects.create(company=admin.company, user=again, revoked_at=timezone.now())
    UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        as_admin.post(reverse("settings-people-invite"))

    assert sorted(message.to[0] for message in mail.outbox) == sorted(waiting)


@override_settings(HAS_MAIL=False)
def test_without_mail_the_link_is_shown_to_copy(as_admin, client, person):
    response = as_admin.post(reverse("settings-person-invite", args=[person.pk]), follow=True)

    link = response.context["link"]
    assert link in text(response)
    client.logout()
    assert client.get(link).status_code == 200


def test_with_mail_the_link_is_shown_to_nobody(as_admin, person):
    response = as_admin.post(reverse("settings-person-invite", args=[person.pk]), follow=True)

    assert response.context["link"] is None
    assert Invitation.objects.get().nonce not in text(response)


def test_deactivation_names_what_is_left_behind(as_admin, admin, person):
    department = DepartmentFactory(company=admin.company, manager=person, name="営業部")
    objective = ObjectiveFactory(owner=UserFactory(company=admin.company), department=department)
    open_one = KeyResultFactory(objective=objective, owner=person, title="Open")
    KeyResultFactory(objective=objective, owner=person, title="Finished", status="done")
    IndividualObjectiveFactory(owner=person, cycle=objective.cycle, state="draft", title="Draft of mine")
    KpiFactory(owner=person, name="Their KPI")
    url = reverse("settings-person-deactivate", args=[person.pk])

    page = text(as_admin.get(url))
    response = as_admin.post(url)

    for word in (open_one.title, "Draft of mine", "営業部", "Their KPI"):
        assert word in page
    assert "Finished" not in page
    assert response.url == reverse("settings-person", args=[person.pk])
    person.refresh_from_db()
    assert not person.is_active
    assert "営業部" in text(as_admin.get(reverse("settings-departments")))
    assert as_admin.get(reverse("settings-departments")).context["needing"] == 1


def test_deactivating_oneself_is_refused(as_admin, admin):
    AdminFactory(company=admin.company, joined_at=timezone.now())

    response = as_admin.post(reverse("settings-person-deactivate", args=[admin.pk]))

    assert response.status_code == 422
    admin.refresh_from_db()
    assert admin.is_active


# Departments


def test_a_department_is_added_below_another(as_admin, admin):
    top = DepartmentFactory(company=admin.company)
    page = as_admin.get(f"{reverse('settings-department-new')}?parent={top.pk}")

    response = as_admin.post(
        reverse("settings-department-new"), {"name": "営業部", "parent": top.pk, "manager": admin.pk}
    )

    assert f'value="{top.pk}" selected' in text(page)
    assert response.status_code == 302
    assert Department.objects.get(name="営業部").parent == top


@pytest.mark.parametrize("field", ["name", "parent", "manager", "due_hour"])
def test_a_bad_department_is_refused(as_admin, admin, field):
    department = DepartmentFactory(company=admin.company)
    foreign = {"name": "", "parent": DepartmentFactory().pk, "manager": UserFactory().pk, "due_hour": 24}
    data = {"name": "新しい名前"} | {field: foreign[field]}

    response = as_admin.post(reverse("settings-department", args=[department.pk]), data)

    assert response.status_code == 422
    assert Department.objects.get(pk=department.pk).name == department.name


def test_a_department_cannot_be_hung_below_itself_on_the_page(as_admin, admin):
    top = DepartmentFactory(company=admin.company)
    below = DepartmentFactory(company=admin.company, parent=top)
    data = {"name": top.name, "parent": below.pk}

    assert as_admin.post(reverse("settings-department", args=[top.pk]), data).status_code == 422


def test_a_taken_name_is_said_on_the_field(as_admin, admin):
    DepartmentFactory(company=admin.company, name="営業部")

    response = as_admin.post(reverse("settings-department-new"), {"name": "営業部"})

    assert "name" in response.context["form"].errors


def test_moving_and_deleting_departments(as_admin, admin):
    first, second = (DepartmentFactory(company=admin.company, name=name) for name in "AB")

    as_admin.post(reverse("settings-department-shift", args=[second.pk]), {"direction": "up"})
    assert list(Department.objects.all()) == [second, first]
    as_admin.post(reverse("settings-department-delete", args=[first.pk]))
    assert list(Department.objects.all()) == [second]


def test_a_department_in_use_says_what_it_holds(as_admin, admin):
    department = DepartmentFactory(company=admin.company)
    UserFactory(company=admin.company, department=department)

    response = as_admin.post(reverse("settings-department-delete", args=[department.pk]))

    assert response.status_code == 422
    assert Department.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_tree_costs_the_same_at_any_size(as_admin, admin, django_assert_num_queries, count):
    for _ in range(count):
        DepartmentFactory(company=admin.company, manager=UserFactory(company=admin.company))

    as_admin.get(reverse("settings-departments"))
    with django_assert_num_queries(6):
        as_admin.get(reverse("settings-departments"))


# The company


COMPANY = {
    "name": "みどり精工",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "fiscal_year_start_month": 1,
    "cadence": "biweekly",
    "due_weekday": 0,
    "due_hour": 9,
    "holidays": "JP",
}


def test_the_fiscal_year_keeps_its_month_once_a_kpi_has_fiscal_periods(as_admin, admin):
    kpi = KpiFactory(owner=admin, frequency="quarter")
    quarter = parse_key("2026-Q1", Frequency.QUARTER, 4)
    set_target(kpi, quarter, actor=admin, target=Decimal(5))

    response = as_admin.post(reverse("settings-company"), COMPANY)
    allowed = as_admin.post(reverse("settings-company"), COMPANY | {"fiscal_year_start_month": 4})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["fiscal_year_start_month"])
    assert allowed.status_code == 302
    assert Company.objects.get(pk=admin.company_id).fiscal_year_start_month == 4


def test_the_company_is_changed_and_recorded(as_admin, admin):
    as_admin.post(reverse("settings-company"), COMPANY)

    company = Company.objects.get(pk=admin.company_id)
    assert {name: getattr(company, name) for name in COMPANY} == COMPANY
    entry = AuditEntry.objects.get(action="company.changed")
    assert entry.changes["due_hour"] == ["18", "9"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"time_zone": "Mars/Base"}, {"fiscal_year_start_month": 13}, {"due_hour": 24}]
)
def test_a_bad_company_is_refused(as_admin, admin, wrong):
    response = as_admin.post(reverse("settings-company"), COMPANY | wrong)

    assert response.status_code == 422
    assert Company.objects.get(pk=admin.company_id).name == admin.company.name
