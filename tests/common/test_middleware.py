import pytest
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import path
from django_htmx.middleware import HtmxMiddleware

from common.middleware import HtmxSignInMiddleware, SecurityHeadersMiddleware

urlpatterns = [path("sign-in/", HttpResponse, name="account_login"), path("", HttpResponse, name="home")]
pytestmark = pytest.mark.urls(__name__)


def answer(request, response=None):
    return SecurityHeadersMiddleware(lambda request: response or HttpResponse())(request)


def test_every_answer_keeps_to_its_origin_and_needs_no_device():
    response = answer(RequestFactory().get("/"))

    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_every_answer_tells_caches_what_it_depends_on():
    response = answer(RequestFactory().get("/"))

    assert response["Vary"] == "HX-Request, HX-Target, Cookie, Accept-Language"


def test_signed_in_answers_are_never_stored():
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"
    cached = HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    assert answer(request, cached)["Cache-Control"] == "private, no-store"


def test_answer_that_signs_in_is_never_stored():
    response = HttpResponse()
    response.set_cookie(settings.SESSION_COOKIE_NAME, "new")

    assert answer(RequestFactory().get("/"), response)["Cache-Control"] == "private, no-store"


def test_answers_to_a_token_are_never_stored():
    request = RequestFactory().get("/", headers={"Authorization": "Token 1"})

    assert answer(request)["Cache-Control"] == "private, no-store"


def test_public_answers_keep_their_own_cache_rule():
    assert not answer(RequestFactory().get("/")).has_header("Cache-Control")


def through_htmx(request, response):
    return HtmxMiddleware(HtmxSignInMiddleware(lambda request: response))(request)


def fragment_request(page="/objectives/3/"):
    return RequestFactory().get(
        "/fragment", headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    )


def test_fragment_without_a_session_sends_the_browser_to_sign_in():
    response = through_htmx(fragment_request(), redirect_to_login("/fragment"))

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/sign-in/?next=/objectives/3/"
    assert not response.has_header("Location")


def test_page_of_another_site_is_not_returned_to():
    request = RequestFactory().get(
        "/fragment", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}
    )

    assert through_htmx(request, redirect_to_login("/fragment"))["HX-Redirect"] == "/sign-in/?next=/"


def test_whole_page_without_a_session_is_redirected_as_usual():
    response = through_htmx(RequestFactory().get("/page"), redirect_to_login("/page"))

    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/page")


def test_other_redirects_stay():
    response = through_htmx(fragment_request(), redirect("/"))

    assert (response.status_code, response["Location"]) == (302, "/")
