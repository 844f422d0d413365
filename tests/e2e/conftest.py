"""A real Chromium for the journeys. BROWSER names another program than the first one found."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# Playwright's synchronous API runs an event loop in the tests' thread, which Django would refuse.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser():
    candidates = (os.environ.get("BROWSER"), *PROGRAMS)
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """One browser for all journeys. Where there is none they are skipped, or fail with BROWSER_REQUIRED=1."""
    path = find_browser()
    if path is None:
        give_up = pytest.fail if os.environ.get("BROWSER_REQUIRED") else pytest.skip
        give_up("no Chromium on PATH; BROWSER can name one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server):
    """A blank page of a new visitor who reads Japanese; relative addresses lead to the live server."""
    context = browser.new_context(base_url=live_server.url, locale="ja-JP")
    yield context.new_page()
    context.close()
