"""A conversation on the page of a key result: whom @ finds, and text that can do nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goals.models import KeyResult
from notifications.domain.comments import edit_comment, post_comment
from notifications.models import Comment
from notifications.subjects import Conversation, subjects
from tests.common.test_markdown import FRAMES, HOSTILE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OWN_REQUESTS = ("/static/", "/bell/")


@pytest.fixture
def staff(load_company):
    return load_company("ja")


@pytest.fixture
def key_result(staff):
    return KeyResult.objects.live().filter(owner=staff.people["tanaka"]).order_by("pk").first()


@pytest.fixture
def talk(visit, staff, key_result):
    page = visit(staff.people["tanaka"], key_result.get_absolute_url())
    return page.locator(f"#conversation-key-result-{key_result.pk}")


def test_a_colleague_is_mentioned_by_reading_and_keys_alone(talk, staff):
    talk.locator("textarea").press_sequentially("ご相談です @さと")
    expect(talk.locator("[data-suggestion]")).to_contain_text("佐藤 葵")
    talk.locator("textarea").press("ArrowDown")
    talk.page.keyboard.press("Enter")
    expect(talk.locator("textarea")).to_have_value(f"ご相談です @[佐藤 葵](person:{staff.people['sato'].pk}) ")

    talk.page.keyboard.press("Control+Enter")

    expect(talk.get_by_role("link", name="@佐藤 葵")).to_be_visible()
    expect(talk.locator(f"#comment-{Comment.objects.latest('pk').pk}")).to_be_focused()


def test_nothing_is_looked_for_while_a_name_is_composed(talk):
    talk.locator("textarea").press_sequentially("@")
    expect(talk.locator("[data-suggestion]").first).to_be_visible()
    asked = []
    talk.page.on("request", lambda request: asked.append(request.url))
    talk.locator("textarea").evaluate(
        """box => {
            box.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            box.value += "さ";
            box.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    talk.page.wait_for_timeout(500)
    assert asked == []


def test_the_focus_goes_where_a_pressed_link_was(talk, staff, key_result):
    page, author = talk.page, staff.people["tanaka"]
    comment = post_comment(Conversation(subjects["key-result"], key_result), "Once", author=author)
    edit_comment(comment, "Twice", place=Conversation(subjects["key-result"], key_result))
    check_in = page.locator("[id^=conversation-check-in-]").first
    check_in.get_by_role("link").click()
    expect(check_in.get_by_role("heading")).to_be_focused()
    assert not talk.get_by_role("heading").evaluate("heading => heading === document.activeElement")

    page.reload()
    line = talk.locator(f"#comment-{comment.pk}")
    line.get_by_role("link", name="編集の履歴").click()
    expect(line).to_be_focused()
    line.get_by_role("link", name="会話に戻る").click()
    expect(talk.get_by_role("heading", name="会話")).to_be_focused()


def test_hostile_text_asks_and_runs_nothing(visit, staff, key_result):
    place, author = Conversation(subjects["key-result"], key_result), staff.people["sato"]
    for text in HOSTILE:
        post_comment(place, "\n\n".join(frame.format(text) for frame in FRAMES)[:4000], author=author)
    page = visit(staff.people["tanaka"], "about:blank")
    dialogs, asked = [], []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(reverse("conversation", args=place.args))
    page.wait_for_load_state("networkidle")

    assert dialogs == []
    assert [url for url in asked if url != page.url and not any(part in url for part in OWN_REQUESTS)] == []
