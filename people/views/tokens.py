"""A person's own API tokens: making one, which is shown once, and revoking."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.htmx import render_page
from common.refusals import refuse
from people.access import member_required
from people.domain.errors import PeopleError
from people.domain.tokens import create_token, revoke_token
from people.forms import TokenForm
from people.models import ApiToken
from people.reauthentication import recent_sign_in_required


@require_http_methods(["GET", "POST"])
@member_required
@recent_sign_in_required
def tokens(request):
    """The tokens there are, and a form for another. A new one is on the answer itself: it is stored nowhere."""
    form = TokenForm(request.POST or None)
    made = make(request, form) if request.method == "POST" and form.is_valid() else ""
    usable = ApiToken.objects.usable(timezone.now()).filter(user=request.user)
    context = {"form": TokenForm() if made else form, "made": made, "tokens": usable}
    status = 422 if form.is_bound and not made else 200
    return render_page(request, "people/tokens.html", context, status=status)


def make(request, form):
    """The new token, or "" with the reason in the form."""
    try:
        return create_token(request.user, actor=request.user, **form.cleaned_data)[1]
    except PeopleError as refusal:
        refuse(form, refusal)
        return ""


@require_POST
@member_required
def token_revoke(request, pk):
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    revoke_token(token, actor=request.user)
    messages.success(request, _("“%(name)s” was revoked.") % {"name": token.name})
    return redirect("profile-tokens")
