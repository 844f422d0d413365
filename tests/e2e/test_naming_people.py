"""Fields that take people and things by name: by reading and keys alone, one or several, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.inspection import violations

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(load_company):
    return load_company("ja")


def test_an_owner_is_found_by_reading_and_keys_alone(visit, staff):
    page = visit(staff.people["tanaka"], reverse("initiative-new"))
    box = page.locator("#id_owner")
    box.fill("")
    box.press_sequentially("さ")
    choice = page.locator("[data-suggestion]", has_text="佐藤 葵")
    expect(choice).to_be_visible()
    expect(page.locator("#status")).to_contain_text("見つかりました")
    assert violations(page) == []

    box.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box).to_be_focused()
    expect(box).to_have_value("斎藤 隆")
    expect(page.locator(".menu-list").first).to_be_hidden()


def test_escape_and_tab_leave_what_was_typed(visit, staff):
    page = visit(staff.people["tanaka"], reverse("initiative-new"))
    box, menu = page.locator("#id_owner"), page.locator(".menu-list").first
    for key in ("Escape", "Tab"):
        box.fill("")
        box.press_sequentially("佐藤")
        expect(menu).to_be_visible()
        box.press(key)
        expect(menu).to_be_hidden()
        expect(box).to_have_value("佐藤")
    expect(box).not_to_be_focused()
    assert page.evaluate("document.activeElement.closest('.menu-list')") is None


def test_of_several_the_last_one_is_looked_for(visit, staff):
    kpi = staff.company.kpis.order_by("pk").first()
    page = visit(staff.people[staff.logins["admin"]], reverse("kpi-alerts", args=[kpi.code]))
    box = page.locator("[data-several] input").first
    box.fill("")
    box.press_sequentially("田中 翔、さとう")
    expect(page.locator("[data-suggestion]").first).to_contain_text("佐藤")

    page.locator("[data-suggestion]", has_text="佐藤 葵").click()

    expect(box).to_have_value("田中 翔、佐藤 葵")


def test_things_are_found_in_the_same_way(visit, staff):
    page = visit(staff.people["tanaka"], reverse("initiative-new"))
    first = page.locator("input[name=key_results]").first
    first.press_sequentially("解約")
    choice = page.locator("[data-suggestion]").first
    expect(choice).to_contain_text("解約")
    assert violations(page) == []
    label = choice.inner_text()

    first.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(first).to_have_value(label)
    expect(page.locator("input[name=key_results]").nth(1)).to_have_value("")
