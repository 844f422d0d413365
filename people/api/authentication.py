"""Who asks: the person in whose name a token was made. Cookies are not looked at, so no page can be made to ask."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.throttling import SimpleRateThrottle

from people.domain.tokens import PREFIX, find_token, note_use


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer okr_…``. Unknown, expired, revoked and of somebody deactivated: all the same 401."""

    def authenticate(self, request):
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        now = timezone.now()
        token = find_token(text.strip(), now)
        if token is None:
            raise AuthenticationFailed(_("This token is not valid."))
        note_use(token, now)
        translation.activate(token.user.language)  # until LocaleMiddleware chooses for the next request
        return token.user, token

    def authenticate_header(self, request):
        return "Bearer"


class TokenScope(BasePermission):
    """A token to read changes nothing."""

    message = _("This token may only read.")

    def has_permission(self, request, view):
        return request.auth is not None and (request.method in SAFE_METHODS or request.auth.may_write)


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute for each token, counted in the cache that all processes share."""

    scope = "token"

    def get_rate(self):
        return f"{settings.API_REQUESTS_PER_MINUTE}/min"

    def get_cache_key(self, request, view):
        return f"api:{request.auth.pk}" if request.auth else None


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        explained = f"A token from the page “API tokens” of the profile; it begins with `{PREFIX}`."
        return {"type": "http", "scheme": "bearer", "description": explained}
