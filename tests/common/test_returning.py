"""Redirects after a form stay on this site, whatever is asked for."""

import pytest
from django.test import RequestFactory

from common.returning import came_from, return_address


@pytest.mark.parametrize(
    "asked",
    [
        "company",  # the name of a page, and next one that is none: both only words
        "foo",
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example/",
        "http://[",
        "javascript:alert(1)",
        "\x08/company/",
        "",
    ],
)
def test_what_is_no_address_of_this_site_leads_home(asked):
    request = RequestFactory().post("/", {"next": asked})

    assert return_address(request) == "/"
    assert came_from(RequestFactory().get("/", {"next": asked})) == ""


@pytest.mark.parametrize("asked", ["/company/?status=waiting", "http://testserver/company/"])
def test_a_page_of_this_site_is_gone_back_to(asked):
    assert return_address(RequestFactory().post("/", {"next": asked})) == asked
