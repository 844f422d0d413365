import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from people.domain import accounts
from people.domain.errors import PeopleError
from people.models import AuditEntry, Role, User
from people.queries import departments_without_manager
from tests.factories import AdminFactory, CompanyFactory, DepartmentFactory, UserFactory, ViewerFactory

pytestmark = pytest.mark.django_db
NAMES = {"family_name": "佐藤", "given_name": "葵"}


@pytest.fixture
def admin():
    return AdminFactory(joined_at=timezone.now())


def audited(person):
    return list(AuditEntry.objects.filter(object_id=person.pk).values_list("action", flat=True))


def test_a_new_person_takes_language_and_time_zone_of_the_company(admin):
    admin.company.language = "en"
    admin.company.save()

    person = accounts.add_person(admin.company, actor=admin, email="Aoi@Example.com ", **NAMES)

    assert (person.email, person.language, person.time_zone) == ("aoi@example.com", "en", "Asia/Tokyo")
    assert not person.has_usable_password()
    assert person.joined_at is None
    assert audited(person) == ["person.added"]


def test_an_address_of_another_company_is_kept_unclaimed_and_looks_the_same(admin):
    UserFactory(email="aoi@example.com")

    person = accounts.add_person(admin.company, actor=admin, email="AOI@example.com", **NAMES)

    assert (person.email, person.unclaimed_email, person.address) == (
        None,
        "aoi@example.com",
        "aoi@example.com",
    )


@pytest.mark.parametrize("email", ["aoi@example.com", "AOI@example.com"])
@pytest.mark.parametrize("is_unclaimed", [True, False])
def test_an_address_is_used_once_in_a_company(admin, email, is_unclaimed):
    if is_unclaimed:
        UserFactory(email="aoi@example.com")
    accounts.add_person(admin.company, actor=admin, email="aoi@example.com", **NAMES)

    with pytest.raises(PeopleError) as refusal:
        accounts.add_person(admin.company, actor=admin, email=email, **NAMES)

    assert refusal.value.field == "email"


def test_a_person_cannot_be_put_into_a_department_of_another_company(admin):
    with pytest.raises(PeopleError):
        accounts.add_person(
            admin.company, actor=admin, email="a@example.com", department=DepartmentFactory(), **NAMES
        )


def test_changing_a_person_is_recorded_once_with_old_and_new(admin):
    department = DepartmentFactory(company=admin.company, name="営業部")
    person = UserFactory(company=admin.company)

    accounts.change_person(person, actor=admin, department=department)
    accounts.change_person(person, actor=admin, department=department)

    entry = AuditEntry.objects.get(object_id=person.pk, action="person.changed")
    assert (entry.actor, entry.changes) == (admin, {"department": [None, "営業部"]})


def test_the_address_of_somebody_who_joined_is_theirs_to_change(admin):
    joined = UserFactory(company=admin.company, joined_at=timezone.now())
    invited = UserFactory(company=admin.company)

    changed = accounts.change_person(invited, actor=admin, email="New@example.com")

    assert changed.email == "new@example.com"
    with pytest.raises(PeopleError):
        accounts.change_person(joined, actor=admin, email="new2@example.com")


def test_a_manager_cannot_be_made_a_viewer(admin):
    manager = UserFactory(company=admin.company)
    DepartmentFactory(company=admin.company, manager=manager)

    with pytest.raises(PeopleError):
        accounts.change_person(manager, actor=admin, role=Role.VIEWER)


@pytest.mark.parametrize("other", ["nobody", "deactivated", "never joined", "of another company"])
def test_the_last_administrator_keeps_the_role_and_the_account(admin, other):
    if other == "deactivated":
        AdminFactory(company=admin.company, joined_at=timezone.now(), is_active=False)
    elif other == "never joined":
        AdminFactory(company=admin.company)
    elif other == "of another company":
        AdminFactory(joined_at=timezone.now())

    with pytest.raises(PeopleError):
        accounts.change_person(admin, actor=admin, role=Role.MEMBER)
    with pytest.raises(PeopleError):
        accounts.deactivate_person(admin, actor=None)

    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == (Role.ADMIN, True)


def test_one_of_two_administrators_may_go(admin):
    second = AdminFactory(company=admin.company, joined_at=timezone.now())

    assert accounts.change_person(second, actor=admin, role=Role.MEMBER).role == Role.MEMBER


def test_nobody_deactivates_themselves(admin):
    AdminFactory(company=admin.company, joined_at=timezone.now())

    with pytest.raises(PeopleError):
        accounts.deactivate_person(admin, actor=admin)


def test_deactivation_ends_access_and_keeps_what_was_managed(admin):
    manager = UserFactory(company=admin.company, joined_at=timezone.now())
    department = DepartmentFactory(company=admin.company, manager=manager)

    accounts.deactivate_person(manager, actor=admin)
    accounts.deactivate_person(manager, actor=admin)

    manager.refresh_from_db()
    assert (manager.is_active, manager.deactivated_at is not None) == (False, True)
    assert list(departments_without_manager(admin.company)) == [department]
    assert audited(manager) == ["person.deactivated"]


def test_a_live_session_is_refused_on_the_next_request(admin, client):
    person = UserFactory(company=admin.company)
    client.force_login(person)

    accounts.deactivate_person(person, actor=admin)

    response = client.get("/profile/")
    assert isinstance(response.wsgi_request.user, AnonymousUser)
    assert response.status_code == 302


def test_a_reactivated_person_is_back(admin):
    person = UserFactory(company=admin.company, is_active=False, deactivated_at=timezone.now())

    person = accounts.reactivate_person(person, actor=admin)

    assert (person.is_active, person.deactivated_at) == (True, None)
    assert audited(person) == ["person.reactivated"]


def test_a_profile_takes_only_what_is_one_s_own():
    person = UserFactory(role=Role.MEMBER)

    accounts.change_profile(person, family_name="田中", role=Role.ADMIN, company=CompanyFactory())

    person.refresh_from_db()
    assert (person.family_name, person.role) == ("田中", Role.MEMBER)
    assert audited(person) == ["profile.changed"]


def test_a_password_claims_an_address_that_became_free(admin):
    elsewhere = UserFactory(email="aoi@example.com")
    person = accounts.add_person(admin.company, actor=admin, email="aoi@example.com", **NAMES)

    with pytest.raises(PeopleError):
        accounts.give_password(person, "correct horse battery", actor=person)
    User.objects.filter(pk=elsewhere.pk).update(email="moved@example.com")
    person = accounts.give_password(person, "correct horse battery", actor=person)

    assert (person.email, person.unclaimed_email) == ("aoi@example.com", "")
    assert person.check_password("correct horse battery")
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("aoi@example.com", True, True)


def test_viewers_and_deactivated_managers_leave_a_department_without_one(admin):
    company = admin.company
    DepartmentFactory(company=company, manager=UserFactory(company=company))
    DepartmentFactory(company=company)
    viewed = DepartmentFactory(company=company, manager=ViewerFactory(company=company))
    left = DepartmentFactory(company=company, manager=UserFactory(company=company, is_active=False))

    assert set(departments_without_manager(company)) == {viewed, left}
