"""An invited person comes in by a link, also where no mail can be sent."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.models import User
from tests.e2e.words import LOCALES, say
from tests.factories import AdminFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_copied_link_leads_home(visit, live_server, settings, language):
    settings.HAS_MAIL = False
    settings.BASE_URL = live_server.url
    admin = AdminFactory(language=language, company__language=language)
    page = visit(admin, reverse("settings-person-new"))
    page.fill("[name=email]", "aoi@example.com")
    page.fill("[name=family_name]", "Sato")
    page.fill("[name=given_name]", "Aoi")
    page.locator("button[name=invite]").click()
    link = page.locator("#invitation-link").input_value()

    newcomer = visit(None, link, locale=LOCALES[language])
    newcomer.fill("[name=password]", "short")
    newcomer.keyboard.press("Enter")
    expect(newcomer.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    newcomer.fill("[name=password]", PASSWORD)
    newcomer.get_by_role("button", name=say(language, "Start"), exact=True).click()

    expect(newcomer.locator("#week-lead")).to_be_attached()
    assert newcomer.url == f"{live_server.url}/"
    assert User.objects.get(email="aoi@example.com").joined_at

    assert visit(None, "about:blank").goto(link).status == 410
