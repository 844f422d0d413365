"""What a narrow window must neither cut, nor tear apart, nor hide."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 800}}
# The lines of text in an element, by the tops of their boxes.
LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
}"""
# Cells of one table that reach out of it, or into each other.
COLLISIONS = """table => {
  const edge = table.closest(".card").getBoundingClientRect().right;
  return [...table.tBodies[0].rows].flatMap(row => [...row.cells].filter(cell => {
    const [own, next] = [cell, cell.nextElementSibling].map(each => each?.getBoundingClientRect());
    const ends = Math.max(...[...cell.querySelectorAll("*")].map(part => part.getBoundingClientRect().right), 0);
    const meets = next && next.top < own.bottom && next.left > own.left;
    return ends > edge || (meets && ends > next.left);
  })).map(cell => cell.textContent);
}"""
# Fields of a filter that are wider than the place they have.
TOO_WIDE = """form => [...form.querySelectorAll(".field > :is(input, select)")]
  .filter(box => box.offsetWidth > box.parentElement.offsetWidth + 1).map(box => box.name)"""
TODAY = """() => {
  const [region, names, today] = [".gantt-scroll", ".corner", "#gantt-today"].map(
    each => document.querySelector(each).getBoundingClientRect());
  return [names.right <= today.left && today.right <= region.right, scrollY];
}"""


@pytest.fixture
def staff(load_company):
    return load_company("ja")


@pytest.fixture
def reader(staff):
    """Somebody who reads English among Japanese names."""
    person = staff.people[staff.logins["manager"]]
    person.language = "en"
    person.save(update_fields=["language"])
    return person


def test_a_name_stays_whole_in_a_heading(visit, staff, reader):
    page = visit(reader, reverse("person-hand-over", args=[staff.people["tanaka"].pk]), **PHONE)

    assert page.locator("h1 .whole").evaluate(LINES) == 1
    assert page.title().startswith("Hand over what 田中 さくら carries")


def test_the_facts_of_an_initiative_keep_apart(visit, reader):
    page = visit(reader, reverse("initiatives") + "?scope=all&state=all", **PHONE)

    assert page.locator("table.initiatives").evaluate(COLLISIONS) == []
    assert page.locator("form.filters").evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("zoom", ["month", "quarter"])
def test_the_timeline_opens_with_today_in_view(visit, reader, zoom):
    page = visit(reader, reverse("timeline") + f"?zoom={zoom}", **PHONE)
    assert page.evaluate(TODAY) == [True, 0]

    department = page.locator(".names .group").first.text_content()
    page.get_by_label("Group by").select_option("owner")
    expect(page.locator(".names .group").first).not_to_have_text(department)
    expect(page.locator(".gantt-scroll:not([data-opens-at])")).to_be_visible()
    assert page.evaluate(TODAY)[0]


def test_the_timeline_opens_at_the_months_asked_for(visit, reader):
    page = visit(reader, reverse("timeline"), **PHONE)
    page.get_by_role("link", name="Earlier").click()
    page.wait_for_url("**start=**")

    assert page.locator(".gantt-scroll").evaluate("region => region.scrollLeft") == 0


def test_the_current_tab_is_in_view(visit, staff):
    page = visit(staff.people[staff.logins["admin"]], reverse("settings-audit"), **PHONE)

    right = "element => element.getBoundingClientRect().right"
    assert page.locator(".tabs [aria-current]").evaluate(right) <= page.locator(".tabs").evaluate(right) + 1


def test_without_scripts_a_link_leads_to_today(visit, reader):
    page = visit(reader, reverse("timeline"), **PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Today").click()

    assert page.evaluate(TODAY)[0]


def test_titles_beside_many_figures_keep_room_for_words(staff, visit, reader):
    page = visit(reader, staff.departments["sales"].get_absolute_url(), **PHONE)
    titles = page.locator(".table.compact th[scope=row] a")

    expect(titles.first).to_be_visible()
    assert max(titles.nth(number).evaluate(LINES) for number in range(titles.count())) <= 4
