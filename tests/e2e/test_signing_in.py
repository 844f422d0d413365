"""Two ways to prove who one is, under the strict policy: a code of an app, and a passkey."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.inspection import faults_of
from tests.e2e.words import LOCALES, say
from tests.factories import UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def person(language, transactional_db):
    person = UserFactory(email="aoi@example.com", language=language, company__language=language)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def page(visit, person, language):
    page = visit(None, reverse("account_login"), locale=LOCALES[language])
    sign_in(page)
    expect(page.locator("#week-lead")).to_be_attached()
    return page


def confirm(page):
    """Say once more who one is."""
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def sign_in(page):
    page.fill("[name=login]", "aoi@example.com")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page):
    page.locator(".top details.menu.end summary").click()
    page.locator(f"form[action='{reverse('account_logout')}'] button").click()
    page.wait_for_url(lambda url: reverse("account_login") in url)


def code(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_with_a_code_of_an_app(page, language):
    page.goto(reverse("mfa_activate_totp"))
    confirm(page)
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "activate" not in url)
    sign_out(page)

    sign_in(page)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")
    assert faults_of(page, language) == []
    page.fill("[name=code]", "000000")
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    page.fill("[name=code]", unused_code(secret))
    page.keyboard.press("Enter")

    expect(page.locator("#week-lead")).to_be_attached()


def unused_code(secret):
    """A code is good once: of those accepted now, the last is not the one that switched it on."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))


def test_with_a_passkey(page, language):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(reverse("mfa_add_webauthn"))
    confirm(page)
    page.fill("[name=name]", "Laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    sign_out(page)

    page.get_by_role("button", name=say(language, "Sign in with a passkey")).click()

    expect(page.locator("#week-lead")).to_be_attached()
