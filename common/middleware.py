"""Headers that every answer carries, and a sign-in page that never lands inside a fragment."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

VARY = ["HX-Request", "HX-Target", "Cookie", "Accept-Language"]
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in SWITCHED_OFF)


class SecurityHeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        patch_vary_headers(response, VARY)
        if may_be_signed_in(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def may_be_signed_in(request, response):
    """Whether anything in the exchange could stand for a person; asks no database, so it cannot fail."""
    session = settings.SESSION_COOKIE_NAME
    return session in request.COOKIES or session in response.cookies or "Authorization" in request.headers


class HtmxSignInMiddleware:
    """Send the whole browser to the sign-in page when htmx asked for a fragment without a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.htmx or not is_sign_in_redirect(response):
            return response
        # Back to the page on the screen, not to the fragment it asked for.
        page = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
        answer = HttpResponseClientRedirect(redirect_to_login(page).url)
        answer.cookies = response.cookies
        return answer


def is_sign_in_redirect(response):
    location = response.headers.get("Location", "")
    return response.status_code == 302 and urlsplit(location).path == resolve_url(settings.LOGIN_URL)
