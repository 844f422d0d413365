"""The styleguide in a real browser: readable by everyone, inside every window, and its behaviours."""

import mimetypes
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import expect

from okrapp.styleguide import styleguide

pytestmark = pytest.mark.e2e

SITE = "http://components.test"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
PAGE = """{% extends "layouts/app.html" %}{% block content %}
<form id="f" action="/save" hx-post="/save" hx-target="this" hx-swap="outerHTML" data-submit-keys data-editing>
<input id="value" name="value"><textarea id="note" name="note"></textarea>
<button data-primary>Save</button><a id="cancel" href="#cancelled" data-cancel>Cancel</a></form>
<input id="search" name="q" hx-get="/found" hx-trigger="input changed delay:50ms" hx-target="#out">
<p id="out"></p><button id="fail" hx-get="/fail" hx-target="#out">Fail</button>
<button id="clash" hx-get="/clash" hx-target="#out">Clash</button>
<a id="ask" href="/ask" hx-get="/ask" hx-target="#dialog-content">Ask</a>
<form id="once" method="post" action="/once"></form>
<div id="region" data-poll hx-get="/poll" hx-trigger="every 100ms">old</div><button id="next">Next</button>
{% endblock %}"""
WRONG = '<form id="f" hx-post="/save" data-submit-keys><input id="value" name="value" autofocus></form>'
SAVED = '<p id="f" data-focus-next="next">saved</p><div id="status" hx-swap-oob="innerHTML">Saved.</div>'


class Site:
    """Answers the browser without a server; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def handle(self, route):
        url = urlsplit(route.request.url)
        if url.path.startswith("/static/"):
            return self.send_static(route, url.path.removeprefix("/static/"))
        self.asked.append(route.request)
        status, body = self.answer(url.path, route.request)
        return route.fulfill(
            status=status, body=body, headers={"Content-Type": "text/html", "Content-Security-Policy": POLICY}
        )

    def answer(self, path, request):
        if path == "/save":
            return (200, SAVED) if parse_qs(request.post_data).get("value") else (422, WRONG)
        answers = {"/fail": (500, "trace"), "/clash": (409, "theirs"), "/ask": (200, "<h2>Sure?</h2>")}
        if path in answers:
            return answers[path]
        if path == "/bell/":
            return 204, ""
        if path in {"/found", "/poll"}:
            return 200, path
        return 200, self.page(request.url, path)

    def page(self, url, path):
        request = RequestFactory().get(url)
        request.user = AnonymousUser()
        if path == "/styleguide":
            return styleguide(request).content.decode()
        return engines["django"].from_string(PAGE).render({}, request)

    def send_static(self, route, name):
        kind = mimetypes.guess_type(name)[0]
        route.fulfill(path=staticfiles_storage.path(name), content_type=kind)

    def count(self, path):
        return sum(urlsplit(request.url).path == path for request in self.asked)


@pytest.fixture
def site(collected):
    return Site()


@pytest.fixture
def open_page(browser, site):
    contexts = []

    def open_page(path="/", **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.route("**/*", site.handle)
        page.goto(SITE + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_component_breaks_a_rule_of_accessibility(open_page, language, scheme, width):
    page = open_page(
        f"/styleguide?language={language}", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page.wait_for_timeout(400)

    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in violations] == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
def test_no_component_is_wider_than_the_window(open_page, language, width):
    page = open_page(f"/styleguide?language={language}", viewport={"width": width, "height": 900})

    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_the_strict_policy_is_never_violated(open_page, site):
    complaints = []
    page = open_page("/")
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{SITE}/styleguide")
    page.wait_for_timeout(200)

    assert [text for text in complaints if "Security" in text] == []


def test_a_wrong_field_takes_the_focus_and_a_saved_form_hands_it_on(open_page):
    page = open_page()
    page.focus("#value")
    page.keyboard.press("Enter")
    page.wait_for_selector("#value[autofocus]")
    assert page.evaluate("document.activeElement.id") == "value"

    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.wait_for_selector("p#f")
    expect(page.locator("#next")).to_be_focused()
    assert page.text_content("#status") == "Saved."


def test_enter_writes_a_line_in_a_note_and_control_enter_sends(open_page, site):
    page = open_page()
    page.fill("#value", "5")
    page.focus("#note")
    page.keyboard.press("Enter")
    assert page.input_value("#note") == "\n"
    assert site.count("/save") == 0

    page.keyboard.press("Control+Enter")
    page.wait_for_selector("p#f")


def test_a_second_press_sends_nothing_more(open_page):
    page = open_page("/")
    press = "document.getElementById('once').dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"

    assert [page.evaluate(press), page.evaluate(press)] == [True, False]


def test_escape_leaves_a_form(open_page):
    page = open_page()
    page.focus("#note")
    page.keyboard.press("Escape")

    assert page.url.endswith("#cancelled")


def test_nothing_is_asked_while_japanese_is_composed(open_page, site):
    page = open_page()
    page.focus("#search")
    keyboard = page.context.new_cdp_session(page)
    for text in ["m", "も", "もく", "もくひょう"]:
        keyboard.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        page.wait_for_timeout(90)
    assert site.count("/found") == 0

    keyboard.send("Input.insertText", {"text": "目標"})
    page.wait_for_selector("#out:has-text('/found')")
    assert site.count("/found") == 1


def test_a_failure_is_said_in_a_sentence_that_a_quiet_refresh_does_not_wipe_away(open_page):
    page = open_page()
    page.click("#fail")
    page.wait_for_selector("#alert:not([hidden])")
    page.wait_for_timeout(300)

    assert page.text_content("#alert") == page.get_attribute("#alert", "data-server")
    assert page.text_content("#out") == ""


def test_a_conflict_is_shown_in_place(open_page):
    page = open_page()
    page.click("#clash")

    page.wait_for_selector("#out:has-text('theirs')")
    assert page.is_hidden("#alert")


def test_a_dialog_opens_with_its_answer_and_gives_the_focus_back(open_page):
    page = open_page()
    page.focus("#ask")
    page.keyboard.press("Enter")
    page.wait_for_selector("#dialog[open]")
    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.id") == "ask"


def test_a_region_refreshes_quietly_but_waits_for_an_open_form(open_page, site):
    page = open_page()
    page.wait_for_selector("#region:has-text('/poll')")
    polls = [request for request in site.asked if request.url.endswith("/poll")]
    assert polls[0].headers["hx-quiet"] == "1"

    page.evaluate("document.getElementById('region').innerHTML = '<form data-editing></form>'")
    page.wait_for_timeout(300)
    assert page.locator("#region form").count() == 1


def test_a_slash_focuses_the_search_unless_someone_is_typing(open_page):
    page = open_page("/styleguide?language=en")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"

    page.keyboard.press("/")
    assert page.input_value("[name=q]") == "/"


def test_a_menu_closes_on_escape_and_gives_the_focus_back(open_page):
    page = open_page("/styleguide")
    page.click(".menu.end > summary")
    page.keyboard.press("Escape")

    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_menu_of_a_phone_works_without_scripts(open_page):
    page = open_page("/styleguide", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.click(".side-open")
    assert page.is_visible("#side")

    page.keyboard.press("Escape")
    assert page.is_hidden("#side")
