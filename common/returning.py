"""Back to the page somebody came from, never to another site."""

from urllib.parse import urlsplit

from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def return_address(request, default="home"):
    """Where to go after a form: what it says in ``next``, else ``default``. Only ever an address of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_ours(request, asked) else resolve_url(default)


def came_from(request):
    """The path of the page of this site whose link was followed; "" where the browser does not say."""
    asked = request.GET.get("next", "")
    if is_ours(request, asked):
        return asked
    referrer = request.headers.get("Referer", "")
    if not is_ours(request, referrer):
        return ""
    parts = urlsplit(referrer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_ours(request, address):
    """Whether it is a path of this site, or its whole address. A bare word is none: redirects take it for a name."""
    return address.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
