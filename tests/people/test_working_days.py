"""On which days a company works, and the page on which it says so."""

from datetime import date, timedelta

import jpholiday
import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry, DayOff
from people.working_days import add_working_days, is_public_holiday, is_working_day
from tests.factories import AdminFactory, CompanyFactory

pytestmark = pytest.mark.django_db
OBON = {"name": "お盆", "starts_on": "2026-08-13", "ends_on": "2026-08-16"}


@pytest.fixture
def company():
    company = CompanyFactory(holidays="JP")
    DayOff.objects.create(company=company, name="年末年始", starts_on=date(2026, 12, 29), ends_on=date(2027, 1, 3))
    return company


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), False),  # Labour Thanksgiving Day
        (date(2026, 9, 22), False),  # between two holidays
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_the_company_works(company, day, works):
    assert is_working_day(company, day) is works


def test_a_company_without_holidays_works_on_them():
    assert is_working_day(CompanyFactory(holidays=""), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 2, date(2026, 11, 25)),
        (date(2026, 11, 22), 1, date(2026, 11, 24)),
        (date(2026, 12, 28), 5, date(2027, 1, 8)),
    ],
)
def test_working_days_are_counted(company, start, count, end):
    assert add_working_days(company, start, count) == end


def test_days_off_are_loaded_once(company, django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(company, date(2026, 12, 28), 30)


def test_two_libraries_agree_on_japan_s_holidays():
    first = date(timezone.now().year, 1, 1)
    days = [first + timedelta(days=number) for number in range(3 * 365)]

    ours = [day for day in days if is_public_holiday("JP", day)]

    assert ours == [day for day in days if jpholiday.is_holiday(day)]
    assert len(ours) > 45


@pytest.fixture
def as_admin(client):
    admin = AdminFactory()
    client.force_login(admin)
    client.admin = admin
    return client


def test_days_off_are_added_and_removed_on_the_record(as_admin):
    page = reverse("settings-days-off")

    assert as_admin.post(page, OBON).status_code == 302
    added = DayOff.objects.get()
    assert "お盆" in as_admin.get(page).content.decode()
    as_admin.post(reverse("settings-day-off-remove", args=[added.pk]))

    assert not DayOff.objects.exists()
    entries = AuditEntry.objects.order_by("pk").values_list("action", "company", "changes__ends_on")
    assert list(entries) == [
        ("day_off.added", as_admin.admin.company_id, [None, "2026-08-16"]),
        ("day_off.removed", as_admin.admin.company_id, ["2026-08-16", None]),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2026-08-12"}, "ends_on"),
        ({"ends_on": "2027-08-12"}, "ends_on"),
        ({"starts_on": "0206-08-12"}, "starts_on"),
        ({"starts_on": "2026-08-31", "ends_on": "2026-09-01"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"name": " "}, "name"),
    ],
)
def test_wrong_days_off_are_told_at_the_field(as_admin, wrong, field):
    taken = DayOff.objects.create(
        company=as_admin.admin.company, name="創立記念日", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 1)
    )

    response = as_admin.post(reverse("settings-days-off"), OBON | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert list(DayOff.objects.all()) == [taken]
