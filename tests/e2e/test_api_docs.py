"""The page that describes the API, in a real browser under the strict policy: read it, and try a request."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.api_client import token_of
from tests.factories import CycleFactory, UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_request_is_tried_from_the_page(visit):
    person = UserFactory()
    CycleFactory(company=person.company, own_name="First steps")
    page = visit(path=reverse("api-docs"))

    page.get_by_role("button", name="Authorize").click()
    page.locator(".auth-container input").fill(token_of(person))
    page.locator(".auth-btn-wrapper .authorize").click()
    page.locator(".btn-done").click()
    page.locator("#operations-cycles-cycles_list .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table")).to_contain_text("First steps")
