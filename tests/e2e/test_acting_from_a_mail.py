"""From the button in a mail to the thank-you page, on a phone, without a sign-in."""

import pytest
from playwright.sync_api import expect

from goals.models import CheckIn, KeyResult
from tests.e2e.inspection import faults_of
from tests.e2e.places import mail_links, path_of
from tests.e2e.words import LOCALES

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize(("language", "scripts"), [("ja", True), ("en", False)])
def test_a_value_and_an_agreement(load_company, visit, language, scripts):
    staff = load_company(language)
    member = staff.people[staff.logins["member"]]
    value, *_others, accept = map(path_of, mail_links(member))
    page = visit(None, value, java_script_enabled=scripts, viewport=PHONE, locale=LOCALES[language])
    assert "/mail/act/value/" in page.url

    page.locator("[name=value]").fill("x")
    page.locator("main button").click()
    expect(page.locator("[aria-invalid=true]")).to_have_value("x")
    page.locator("[name=value]").fill("6.1")
    page.locator("main button").click()
    expect(page.locator("main form")).to_have_count(0)
    assert not scripts or faults_of(page, language) == []
    assert CheckIn.objects.latest("pk").author == member

    page.goto(accept)
    page.locator("main button").click()
    expect(page.locator("main form")).to_have_count(0)
    assert KeyResult.objects.get(pk=int(page.url.split("/")[-2])).agreed_id
    page.goto(accept)
    expect(page.locator("main form")).to_have_count(0)
    assert not scripts or faults_of(page, language) == []
    assert {cookie["name"] for cookie in page.context.cookies()} == {"mail_link"}
