from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from common.refusals import refuse
from people.domain.errors import PeopleError
from people.domain.invitations import InvitationClosed, accept_invitation, open_invitation
from people.forms import AcceptForm


@require_http_methods(["GET", "POST"])
@login_not_required
@sensitive_post_parameters()
@never_cache
def invitation(request, token):
    """Choose a password and come in. GET changes nothing: mail scanners follow every link.

    Whatever is wrong with a link, the answer is the same. Somebody else who is signed in is refused.
    """
    try:
        opened = open_invitation(token)
        if request.user.is_authenticated:
            context = {"invitation": opened}
            return render_page(request, "people/invitations/someone_else.html", context, status=403)
        return answer(request, opened)
    except InvitationClosed:
        return render_page(request, "people/invitations/closed.html", status=410)


def answer(request, opened):
    form = AcceptForm(request.POST or None, instance=opened.user, initial=stranger_language(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(opened, **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            return sign_in(request, person)
    context = {"form": form, "invitation": opened}
    return render_page(request, "people/invitations/accept.html", context, status=422 if form.is_bound else 200)


def stranger_language(request):
    """The language the page is shown in, which the person may just have switched."""
    return {"language": translation.get_language()}


def sign_in(request, person):
    """Through allauth, so that the session is rotated, listed and known to be fresh."""
    return perform_password_login(request, {"email": person.email}, Login(user=person))
