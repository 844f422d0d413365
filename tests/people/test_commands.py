"""What an operator does on the server goes through the same doors as the pages."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from people.models import AuditEntry, Company, Role, User
from tests.factories import CompanyFactory, UserFactory
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PERSON = ["--email", "Aoi@example.com", "--family-name", "佐藤", "--given-name", "葵", "--password-stdin"]


@pytest.fixture
def typed(monkeypatch):
    def answer(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


def test_a_company_is_created():
    call_command("create_company", "--name", "みどり精工", "--time-zone", "Asia/Tokyo")

    company = Company.objects.get()
    assert (company.name, company.fiscal_year_start_month) == ("みどり精工", 4)
    assert AuditEntry.objects.get().action == "company.created"


def test_a_bad_time_zone_is_refused():
    with pytest.raises(CommandError):
        call_command("create_company", "--name", "みどり精工", "--time-zone", "Mars/Base")

    assert not Company.objects.exists()


def test_a_created_person_can_sign_in(client, typed):
    CompanyFactory()
    typed(PASSWORD)

    call_command("create_user", *PERSON, "--role", "admin")

    person = User.objects.get()
    assert (person.email, person.role) == ("aoi@example.com", Role.ADMIN)
    assert EmailAddress.objects.get(user=person).verified
    answer = client.post("/accounts/login/", {"login": "aoi@example.com", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("password", ["short", "password", "aoi@example.com"])
def test_a_weak_password_is_refused_and_nobody_is_created(typed, password):
    CompanyFactory()
    typed(password)

    with pytest.raises(CommandError):
        call_command("create_user", *PERSON)

    assert not User.objects.exists()


def test_an_address_of_another_company_is_refused(typed):
    UserFactory(email="aoi@example.com")
    company = CompanyFactory()
    typed(PASSWORD)

    with pytest.raises(CommandError):
        call_command("create_user", *PERSON, "--company", company.pk)

    assert User.objects.count() == 1


def test_several_companies_have_to_be_told_apart(typed):
    CompanyFactory()
    CompanyFactory(name="みどり精工")
    typed(PASSWORD)

    with pytest.raises(CommandError, match="みどり精工"):
        call_command("create_user", *PERSON)


def test_a_password_is_set(typed):
    person = UserFactory(email="aoi@example.com")
    typed(PASSWORD)

    call_command("set_password", "AOI@example.com", "--password-stdin")

    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_nobody_has_that_address(typed):
    with pytest.raises(CommandError):
        call_command("set_password", "nobody@example.com", "--password-stdin")
