import time
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from goals.models import Cycle
from okrapp.setup.lines import departments_sheet, people_sheet
from okrapp.setup.spans import offered_spans
from people.domain.setup import (
    LIFETIME,
    MAX_WRONG,
    MAX_WRONG_PER_ADDRESS,
    SetupClosed,
    found_company,
    has_setup_code,
    issue_setup_code,
    try_setup_code,
)
from people.models import Company, Department, Invitation, Role, User
from tests.factories import AdminFactory, CompanyFactory, UserFactory

pytestmark = pytest.mark.django_db

HERE = "10.0.0.1"
WRONG = "AAAA-AAAA"
ADMIN = {"family_name": "佐藤", "given_name": "葵", "email": "Aoi@Example.com", "password": "correct horse battery"}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def answers(given_code, **changes):
    return {"code": given_code, "name": "みどり物産", "language": "ja", **ADMIN} | changes


# The code


def test_a_code_is_short_and_taken_however_it_is_typed():
    code = issue_setup_code()

    assert len(code) == 9
    assert try_setup_code(f" {code.lower().replace('-', ' ')} ", address=HERE)


def test_the_code_is_not_stored():
    code = issue_setup_code()

    assert code not in str(cache.get("setup-code"))


def test_a_new_code_replaces_the_one_before():
    first = issue_setup_code()
    second = issue_setup_code()

    assert not try_setup_code(first, address=HERE)
    assert try_setup_code(second, address=HERE)


def test_a_code_expires():
    code = issue_setup_code()

    with time_machine.travel(timezone.now() + LIFETIME + timedelta(minutes=1)):
        assert not try_setup_code(code, address=HERE)
        assert not has_setup_code()


def test_wrong_codes_make_their_sender_wait():
    code = issue_setup_code()
    for _attempt in range(MAX_WRONG_PER_ADDRESS):
        assert not try_setup_code(WRONG, address=HERE)

    assert not try_setup_code(code, address=HERE)
    assert try_setup_code(code, address="10.0.0.2")
    with time_machine.travel(time.time() + 16 * 60):
        assert try_setup_code(code, address=HERE)


def test_wrong_codes_do_not_lengthen_the_life_of_the_code():
    code = issue_setup_code()
    with time_machine.travel(timezone.now() + LIFETIME - timedelta(minutes=1)):
        try_setup_code(WRONG, address=HERE)

    with time_machine.travel(timezone.now() + LIFETIME + timedelta(minutes=1)):
        assert not try_setup_code(code, address="10.0.0.2")


def test_very_many_wrong_codes_end_the_code():
    code = issue_setup_code()
    for attempt in range(MAX_WRONG):
        try_setup_code(WRONG, address=f"10.0.1.{attempt}")

    assert not has_setup_code()
    assert not try_setup_code(code, address=HERE)


def test_no_code_is_issued_once_there_is_a_company():
    CompanyFactory()

    assert issue_setup_code() is None
    with pytest.raises(CommandError):
        call_command("setup_code")


def test_a_code_can_be_had_from_the_command_line(capsys):
    call_command("setup_code")

    assert try_setup_code(capsys.readouterr().out.strip(), address=HERE)


# Founding


def test_the_company_and_its_administrator_are_created_and_signed_in(client):
    response = client.post(reverse("setup"), answers(issue_setup_code()))

    assert (response.status_code, response.url) == (302, reverse("setup-rhythm"))
    admin = User.objects.get()
    assert (admin.email, admin.role, admin.name) == ("aoi@example.com", Role.ADMIN, "佐藤 葵")
    assert admin.check_password(ADMIN["password"])
    assert admin.joined_at
    assert (admin.company.name, admin.company.language) == ("みどり物産", "ja")
    assert client.get(reverse("setup-rhythm")).status_code == 200
    assert not has_setup_code()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": WRONG}, "code"),
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"password": "12345678"}, "password"),
        ({"password": "aoi@example.com"}, "password"),
        ({"family_name": ""}, "family_name"),
        ({"language": "fr"}, "language"),
    ],
)
def test_a_wrong_answer_creates_nothing(client, changes, field):
    response = client.post(reverse("setup"), answers(issue_setup_code(), **changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Company.objects.exists()


def test_only_the_first_of_two_founders_gets_through():
    issue_setup_code()
    found_company(name="A", language="ja", **ADMIN)

    with pytest.raises(SetupClosed):
        found_company(name="B", language="ja", **(ADMIN | {"email": "b@example.com"}))

    assert Company.objects.get().name == "A"
    assert User.objects.count() == 1


def test_a_used_code_opens_nothing(client):
    code = issue_setup_code()
    client.post(reverse("setup"), answers(code))
    client.logout()

    assert client.post(reverse("setup"), answers(code, email="b@example.com")).status_code == 404
    assert not try_setup_code(code, address=HERE)


# Who gets where


@pytest.mark.parametrize("name", ["home", "company", "account_login", "setup-rhythm", "settings-import"])
def test_without_a_company_every_page_leads_to_the_set_up(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, response.url) == (302, reverse("setup"))


def test_without_a_code_the_page_says_how_to_get_one(client):
    assert "setup_code" in client.get(reverse("setup")).content.decode()

    issue_setup_code()
    assert "setup_code" not in client.get(reverse("setup")).content.decode()


def test_with_a_company_the_set_up_is_not_there_for_strangers(client):
    CompanyFactory()

    assert client.get(reverse("setup")).status_code == 404
    assert client.post(reverse("setup"), answers(WRONG)).status_code == 404
    assert client.get(reverse("company")).url.startswith(reverse("account_login"))


STEP_PAGES = ["setup-rhythm", "setup-departments", "setup-people", "setup-cycle", "setup-done"]


@pytest.mark.parametrize("name", STEP_PAGES)
def test_the_steps_are_for_administrators(client, name):
    client.force_login(UserFactory())

    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name)).status_code == 403


def test_members_do_not_find_the_set_up(client):
    client.force_login(UserFactory())

    assert client.get(reverse("setup")).status_code == 404


# The steps


@pytest.fixture
def admin(client):
    admin = AdminFactory(joined_at="2026-10-01T00:00Z", company__setup_step="rhythm")
    client.force_login(admin)
    return admin


def post(client, step, **answers):
    return client.post(reverse(f"setup-{step}"), answers)


RHYTHM = {
    "fiscal_year_start_month": 1,
    "time_zone": "Europe/Berlin",
    "cadence": "biweekly",
    "due_weekday": 3,
    "due_hour": 9,
}


@pytest.mark.parametrize("language", ["ja", "en"])
@time_machine.travel("2026-11-18T03:00Z", tick=False)
def test_the_set_up_by_hand_from_the_code_to_the_end(client, language, mailoutbox):
    client.post(reverse("setup"), answers(issue_setup_code(), language=language))
    assert post(client, "rhythm", **RHYTHM).url == reverse("setup-departments")
    assert post(client, "departments", lines="営業部\n  東京課\n開発部").url == reverse("setup-people")
    assert post(client, "people", lines="鈴木 一郎, ichiro@example.com, 東京課").url == reverse("setup-cycle")
    page = client.get(reverse("setup-cycle"))
    span = page.context["form"].initial["span"]
    assert post(client, "cycle", span=span, stage="running").url == reverse("setup-done")
    assert client.get(reverse("setup-done")).status_code == 200
    assert post(client, "done").url == reverse("home")

    company = Company.objects.get()
    assert (company.time_zone, company.cadence, company.setup_step) == ("Europe/Berlin", "biweekly", "")
    ichiro = User.objects.get(email="ichiro@example.com")
    assert (ichiro.name, ichiro.department.name, ichiro.department.parent.name) == ("鈴木 一郎", "東京課", "営業部")
    cycle = Cycle.objects.get()
    assert (cycle.starts_on, cycle.ends_on, cycle.stage) == (date(2026, 10, 1), date(2026, 12, 31), "running")
    assert mailoutbox == []
    assert client.get(reverse("home")).status_code == 200


def test_the_set_up_goes_on_where_it_was_left(client, admin):
    post(client, "rhythm", **RHYTHM)
    post(client, "departments", skip="1")
    assert client.get(reverse("setup-rhythm")).status_code == 200

    assert client.get(reverse("setup")).url == reverse("setup-people")
    assert reverse("setup-people") in client.get(reverse("home")).content.decode()
    post(client, "rhythm", **RHYTHM)
    assert client.get(reverse("setup")).url == reverse("setup-people")


def test_a_finished_set_up_is_not_mentioned_again(client, admin):
    post(client, "done")

    assert "/setup/" not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("setup")).url == reverse("setup-done")


def test_steps_can_be_skipped(client, admin):
    for step in ("departments", "people", "cycle"):
        assert post(client, step, skip="1").status_code == 302

    assert not Department.objects.exists()
    assert not Cycle.objects.exists()


def test_departments_typed_again_are_not_doubled(client, admin):
    post(client, "departments", lines="営業部\n  東京課")
    shown = client.get(reverse("setup-departments")).context["form"].initial["lines"]
    assert shown == "営業部\n  東京課"

    post(client, "departments", lines=shown + "\n  大阪課")

    assert Department.objects.count() == 3


def test_wrong_lines_are_told_and_kept(client, admin):
    response = post(client, "people", lines="佐藤 葵, aoi@example.com\n鈴木, ない, どこか\n")

    assert response.status_code == 422
    page = response.content.decode()
    assert "Line 2: The e-mail address is missing." in page
    assert "aoi@example.com" in page
    assert User.objects.count() == 1


def test_people_may_be_invited_at_once(client, admin, mailoutbox):
    post(client, "people", lines="佐藤 葵, aoi@example.com", invite="on")

    assert Invitation.objects.get().user.email == "aoi@example.com"


def test_a_cycle_that_is_there_already_is_told(client, admin):
    span = client.get(reverse("setup-cycle")).context["form"].initial["span"]
    post(client, "cycle", span=span, stage="planning")

    assert post(client, "cycle", span=span, stage="planning").status_code == 422


@pytest.mark.parametrize("name", STEP_PAGES)
def test_a_step_asks_few_questions(client, admin, name, django_assert_max_num_queries):
    client.get(reverse(name))

    with django_assert_max_num_queries(10):
        client.get(reverse(name))


# Lines


def listed(sheet):
    return [(line.get("parent"), line.get("name")) for line in sheet.lines]


@pytest.mark.parametrize(
    "text",
    [
        "営業部\n  東京課\n    第1係\n開発部",
        "営業部\n\t東京課\n\t\t第1係\n開発部",
        "営業部\n　東京課\n　　第1係\n\n開発部\n",
        "営業部/東京課/第1係\n開発部",
        "・営業部\n  ・東京課／第1係\n・開発部",
        "営業部\n営業部 / 東京課\n営業部/東京課/第1係\n開発部",
    ],
)
def test_a_tree_may_be_typed_in_many_ways(text):
    assert listed(departments_sheet(text)) == [
        ("", "営業部"),
        ("営業部", "東京課"),
        ("営業部/東京課", "第1係"),
        ("", "開発部"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "佐藤 葵, aoi@example.com, 営業部",
        "佐藤 葵\taoi@example.com\t営業部",
        "佐藤 葵、aoi@example.com、営業部",
        "佐藤 葵 <aoi@example.com>, 営業部",
        '"佐藤 葵";aoi@example.com;営業部',
        "aoi@example.com,佐藤 葵,営業部",
    ],
)
def test_a_person_may_be_typed_in_many_ways(line):
    assert people_sheet(line).lines[0].values == {
        "name": "佐藤 葵",
        "email": "aoi@example.com",
        "department": "営業部",
    }


@pytest.mark.parametrize(
    ("today", "start_month", "first"),
    [
        (date(2026, 11, 18), 4, (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 2, 1), 4, (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 12, 31), 12, (date(2026, 12, 1), date(2027, 2, 28))),
    ],
)
def test_the_fiscal_quarter_of_today_is_suggested(today, start_month, first):
    period = offered_spans(today, start_month)[0].period

    assert (period.start, period.end) == first
