"""The first page of a new deployment: the code from the console, the company and its first administrator."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from okrapp.setup.forms import FoundingForm
from okrapp.setup.progress import continue_url, step_labels
from people.domain.setup import SetupClosed, found_company, has_setup_code, needs_setup


@require_http_methods(["GET", "POST"])
@login_not_required
@sensitive_post_parameters()
@never_cache
def setup(request):
    """Found the company. Once there is one: for its administrators the step to go on with, else 404."""
    if request.user.is_authenticated and request.user.is_admin:
        return redirect(continue_url(request.user.company) or "setup-done")
    if not needs_setup():
        raise Http404
    form = FoundingForm(
        request.POST or None,
        address=get_adapter().get_client_ip(request),
        initial={"language": translation.get_language()},
    )
    if request.method == "POST" and form.is_valid():
        return found(request, form)
    context = {"form": form, "steps": step_labels(), "current": 1, "has_code": has_setup_code()}
    return render_page(request, "setup/founding.html", context, status=422 if form.is_bound else 200)


def found(request, form):
    values = form.cleaned_data.copy()
    del values["code"]
    try:
        admin = found_company(**values)
    except SetupClosed as error:
        raise Http404 from error
    login = Login(user=admin, redirect_url=reverse("setup-rhythm"))
    return perform_password_login(request, {"email": admin.email}, login)
