from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from common.returning import return_address
from people.domain.accounts import change_profile
from people.forms import LanguageForm


@require_POST
@login_not_required
def set_language(request):
    """Remember the language in a cookie and, for somebody signed in, with their account."""
    response = redirect(return_address(request))
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return response
    language = form.cleaned_data["language"]
    if request.user.is_authenticated:
        change_profile(request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
