"""A real Chromium for the journeys. BROWSER names another program than the first one found."""

import os
import shutil
import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from okrapp.demo.loader import load_demo
from tests.e2e.watch import Complaints

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
NOON = datetime(2026, 11, 18, 3, tzinfo=UTC)  # a Wednesday, noon in Tokyo
HOUR = 3600


def find_browser():
    candidates = (os.environ.get("BROWSER"), *PROGRAMS)
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser(_noon):
    """One browser for all journeys. Where there is none they are skipped, or fail with BROWSER_REQUIRED=1."""
    path = find_browser()
    if path is None:
        give_up = pytest.fail if os.environ.get("BROWSER_REQUIRED") else pytest.skip
        give_up("no Chromium on PATH; BROWSER can name one")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A file, as in real life: in memory, all requests would share one connection."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("e2e") / "okr.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Lift the append-only triggers of SQLite: between two tests every row is deleted."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """One style sheet and one script, which the browser keeps, as in real life: sixty files take it twice as long."""
    with (
        override_settings(
            STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": "common.bundles.BundledStaticFilesStorage"}},
            STATIC_ROOT=tmp_path_factory.mktemp("static"),
            WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["css", "html", "js", "json", "map", "md", "svg", "txt"],
        ),
        pytest.MonkeyPatch.context() as patched,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        patched.setattr(StaticFilesHandler, "_should_handle", lambda *_: False)  # WhiteNoise does
        yield


@pytest.fixture(scope="session")
def live_server(django_db_setup, collected, live_server):
    """Started after the database has its name: it shares its connection with a server that finds it in memory."""
    return live_server


@pytest.fixture(scope="session")
def _noon():
    """One clock for all journeys, so that what is due never depends on the day of the run.

    Never changed while a server or a browser runs: their threads read it at any time.
    """
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def load_company(live_server):
    """Return a function that loads the demo company of a language."""
    return lambda language: load_demo(language, NOON.date())


@pytest.fixture
def complaints():
    """Whatever a browser complained of during the test; there must be nothing of it at its end."""
    found = Complaints()
    yield found
    assert found.texts == []


@pytest.fixture
def visit(browser, live_server, complaints):
    """Return a function that opens a browser window, signed in as a person or as a stranger."""
    contexts = []

    def visit(person=None, path="/", *, confirmed=False, **options):
        context = browser.new_context(**{"base_url": live_server.url, "locale": "ja-JP"} | options)
        contexts.append(context)
        if person:
            context.add_cookies([session_cookie(person, live_server.url, confirmed)])
        page = context.new_page()
        complaints.listen(page)
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()


def session_cookie(person, url, confirmed):
    """The cookie of a session; ``confirmed``: for an hour nobody asks for the password again."""
    client = Client()
    client.force_login(person)
    if confirmed:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() + HOUR, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": url}


@pytest.fixture
def page(visit):
    """A blank page of a new visitor who reads Japanese; relative addresses lead to the live server."""
    return visit(path="about:blank")
