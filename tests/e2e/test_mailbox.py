"""The demo's mailbox in a real browser: readable by everyone, and its links lead somewhere."""

import re

import pytest
from django.core.mail import get_connection
from playwright.sync_api import expect

from notifications.messages import Mail
from tests.e2e.inspection import faults_of
from tests.e2e.words import LOCALES

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR, settings.ROOT_URLCONF = True, tmp_path, "tests.demo_urls"


def send(live_server):
    link = f'<p><a href="{live_server.url}/accounts/login/">OK</a></p>'
    mail = Mail("Welcome", "Welcome", "okr@example.com", ["hanako@example.com"])
    mail.attach_alternative(f"<html><head><title>Mail</title></head><body>{link}</body></html>", "text/html")
    get_connection("okrapp.demo.mailbox.MailboxBackend").send_messages([mail])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_mailbox_breaks_no_rule_and_its_links_open(load_company, live_server, visit, language):
    load_company(language)
    page = visit(path="/demo/mailbox/", locale=LOCALES[language])
    assert faults_of(page, language) == []
    send(live_server)
    page.reload()
    assert faults_of(page, language) == []

    page.get_by_role("link", name="Welcome").click()

    page.wait_for_load_state("networkidle")
    assert faults_of(page, language) == []
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="OK").click()
    expect(opened.value).to_have_url(re.compile("/accounts/login/$"))
