"""Everything works with scripts switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goals.models import CheckIn, Cycle, Objective
from tests.e2e.words import say

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def staff(load_company, language):
    return load_company(language)


@pytest.fixture
def open_page(visit, staff):
    def open_page(who, path="/", **options):
        return visit(
            staff.people[staff.logins[who]], path, java_script_enabled=False, reduced_motion="reduce", **options
        )

    return open_page


def test_a_check_in(open_page, staff):
    page = open_page("member")
    before = CheckIn.objects.count()
    page.locator(".checkin [name=value]").first.fill("6.1")
    page.locator(".checkin [name=note]").first.fill("By hand")
    page.locator(".checkin button.primary").first.click()

    expect(page.locator("[data-toast]")).to_be_visible()
    assert CheckIn.objects.count() == before + 1
    assert CheckIn.objects.get(note="By hand").author == staff.people[staff.logins["member"]]

    page.locator(".kr:not(:has(form.checkin)) [id^=check-in-link-]").first.click()
    expect(page.locator("form.checkin")).to_be_visible()


def test_an_objective_is_edited(open_page):
    objective = Objective.objects.published().filter(level="company", cycle__stage="running").first()
    page = open_page("admin", reverse("objective-edit", args=[objective.pk]))
    title = page.locator("[name=title], [name$='-title']").first
    title.fill("Another title")
    page.locator("button[name=add][value=kr]").click()
    expect(title).to_have_value("Another title")
    page.go_back()
    title.fill("Another title")
    page.locator("button.primary[value=save]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Another title")


def test_the_cycle_is_switched(open_page):
    page = open_page("manager", reverse("company"))
    past = Cycle.objects.filter(stage="closed").first()
    current = page.locator(".top details.menu summary span").first
    before = current.inner_text()
    current.click()
    page.locator(f"form[action='{reverse('cycle-select', args=[past.pk])}'] button").click()

    expect(current).not_to_have_text(before)
    current.click()
    chosen = page.locator(f"form[action='{reverse('cycle-select', args=[past.pk])}'] button")
    expect(chosen).to_have_attribute("aria-current", "true")


def test_the_menu_of_a_phone_leads_on(open_page, language):
    page = open_page("member", viewport=PHONE)
    page.locator(".side-open").click()
    page.locator("#side").get_by_role("link", name=say(language, "Company")).click()

    assert page.url.endswith(reverse("company"))


def test_a_list_is_narrowed(open_page, staff):
    page = open_page("manager", reverse("department", args=[staff.departments["sales"].pk]))
    page.select_option("#filter-status", "off_track")
    page.locator("form.filters button").click()

    assert "status=off_track" in page.url
