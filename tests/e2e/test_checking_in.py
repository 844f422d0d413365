"""A member's minute: what is due this week, done from the keyboard without leaving the page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goals.models import CheckIn, KeyResult
from okrapp.demo.staff import PASSWORD
from tests.e2e.words import LOCALES, say, say_many

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LEFT = ("%(left)s more this week.", "%(left)s more this week.")


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def staff(load_company, language):
    return load_company(language)


@pytest.fixture
def member(staff):
    return staff.people[staff.logins["member"]]


@pytest.fixture
def home(visit, member):
    return visit(member)


def due_ids(page):
    links = page.locator("[id^=check-in-link-]").all()
    return [int(link.get_attribute("id").rsplit("-", 1)[1]) for link in links]


def value_field(page, pk):
    return page.locator(f"#key-result-{pk}-value")


def tab_to(page, field):
    """Go on with the Tab key until the field has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            return
    pytest.fail("the field cannot be reached with the Tab key")


def sent(page):
    """Remember the addresses that the page posts to."""
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    return posts


def test_three_key_results_by_keyboard_alone(visit, member, language):
    page = visit(None, reverse("account_login"), locale=LOCALES[language])
    tab_to(page, page.locator("#id_login"))
    page.keyboard.type(member.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#week-lead")).to_be_visible()
    page.evaluate("window.stayed = true")
    due = due_ids(page)
    assert len(due) == 3

    tab_to(page, value_field(page, due[0]))
    for number, pk in enumerate(due, start=1):
        expect(value_field(page, pk)).to_be_focused()
        page.keyboard.type("6.1")
        page.keyboard.press("Enter")
        expect(page.locator("#status")).to_contain_text(spoken(language, left=len(due) - number))

    expect(page.locator("#week-done")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    latest = [CheckIn.objects.filter(key_result=pk).latest("seq") for pk in due]
    assert [str(check_in.value.normalize()) for check_in in latest] == ["6.1"] * 3
    assert {check_in.author for check_in in latest} == {member}


def spoken(language, left):
    return say_many(language, *LEFT, left, left=left) if left else say(language, "Done for this week.")


def test_one_takes_a_field_a_number_and_enter(home):
    pk = due_ids(home)[0]
    posts = sent(home)

    value_field(home, pk).click()
    home.keyboard.type("6.1")
    expect(home.locator(f"#preview-{pk}")).not_to_be_empty()
    home.keyboard.press("Enter")

    expect(home.locator(f"#key-result-{pk}")).to_contain_text("6.1")
    assert len(posts) == 1


def test_what_is_still_composed_is_not_sent(home):
    pk = due_ids(home)[0]
    posts = sent(home)
    value_field(home, pk).focus()
    keyboard = home.context.new_cdp_session(home)
    keyboard.send("Input.imeSetComposition", {"text": "６．１", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    home.wait_for_timeout(300)
    assert posts == []

    keyboard.send("Input.insertText", {"text": "６．１"})
    home.keyboard.press("Enter")

    expect(home.locator(f"#key-result-{pk}")).to_contain_text("6.1")
    assert len(posts) == 1


def test_a_wrong_number_is_said_at_the_field_which_keeps_the_focus(home, language):
    pk = due_ids(home)[0]
    value_field(home, pk).focus()
    home.keyboard.type("many")
    home.keyboard.press("Enter")

    expect(home.locator(f"#key-result-{pk}-value_error")).to_be_visible()
    expect(value_field(home, pk)).to_be_focused()
    expect(value_field(home, pk)).to_have_value("many")


def test_two_at_once_lose_nothing(visit, staff, home, language):
    pk = due_ids(home)[0]
    theirs = visit(staff.people[staff.logins["manager"]], reverse("check-in", args=[pk]))
    value_field(theirs, pk).fill("5.5")
    theirs.keyboard.press("Enter")
    theirs.wait_for_url(lambda url: "check-in" not in url)

    note = home.locator(f"#key-result-{pk}-note")
    value_field(home, pk).fill("6.1")
    note.fill("Mine")
    with home.expect_response(lambda response: response.request.method == "POST") as answer:
        note.press("Control+Enter")
    assert answer.value.status == 409

    conflict = home.locator(".conflict")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("5.5")
    expect(conflict).to_contain_text("6.1")
    expect(value_field(home, pk)).to_have_value("6.1")
    expect(note).to_have_value("Mine")

    home.get_by_role("button", name=say(language, "Save mine on top")).click()
    expect(home.locator(f"#key-result-{pk}.is-saved")).to_be_visible()
    last_two = CheckIn.objects.filter(key_result=pk).order_by("-seq")[:2]
    assert [(float(row.value), row.note) for row in last_two] == [(6.1, "Mine"), (5.5, "")]
    assert KeyResult.objects.get(pk=pk).last_note == "Mine"
