"""A manager's ten seconds before the meeting: the department's page."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goals.domain.check_ins import Entry, post_check_in
from goals.models import KeyResult
from goals.models.fields import Status
from tests.e2e.words import say

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
POLL = 20_000


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def staff(load_company, language):
    return load_company(language)


@pytest.fixture
def address(staff):
    return reverse("department", args=[staff.departments["sales"].pk])


@pytest.fixture
def page(visit, staff, address):
    page = visit(staff.people[staff.logins["manager"]], "about:blank")
    page.clock.install()
    page.goto(address)
    return page


def rows(page):
    return page.locator("#board .krs .kr")


def test_from_the_department_to_a_figure_that_explains_itself(page, language):
    expect(page.locator(".tiles .tile")).to_have_count(5)
    heading = page.get_by_role("heading", name=say(language, "Look at first"))
    first = page.locator("section", has=heading).locator(".feed li a").first
    title = first.inner_text()

    first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    explanation = page.locator("main details.explain").first
    explanation.locator("summary").click()
    expect(explanation.locator("summary + *")).to_be_visible()
    assert re.search(r"\d", explanation.inner_text())


def test_a_filter_is_an_address_and_back_undoes_it(page, address):
    everything = rows(page).count()

    page.select_option("#filter-status", "off_track")
    expect(page).to_have_url(re.compile(r"status=off_track"))
    expect(rows(page)).not_to_have_count(everything)
    expect(rows(page).first.locator(".state")).to_have_class(re.compile("bad"))

    page.go_back()
    expect(page).to_have_url(re.compile(rf"{address}$"))
    expect(rows(page)).to_have_count(everything)
    expect(page.locator("#filter-status")).to_have_value("")


def test_the_page_notices_that_somebody_checked_in(page, staff):
    with page.expect_response(lambda response: "version=" in response.url) as quiet:
        page.clock.fast_forward(POLL)
    assert quiet.value.status == 204

    key_result = KeyResult.objects.live().filter(
        objective__department=staff.departments["sales"], objective__cycle__stage="running", kind="reach",
        objective__state="active", objective__visibility="company",
    ).first()  # fmt: skip
    entry = Entry(status=Status.AT_RISK, value=Decimal("4321"), note="")
    post_check_in(key_result, entry, author=key_result.owner)
    page.clock.fast_forward(POLL)

    expect(page.locator(f"#key-result-{key_result.pk}")).to_contain_text(re.compile("4,?321"))
