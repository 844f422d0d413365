from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from notifications.domain.preferences import change_preference
from notifications.forms import MailPreferenceForm
from notifications.models import preference_of
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def mail_preference(request):
    """Which mail the signed-in person gets, and when."""
    form = MailPreferenceForm(request.POST or None, instance=preference_of(request.user))
    if request.method == "POST" and form.is_valid():
        change_preference(request.user, **form.cleaned_data)
        messages.success(request, _("Your mail settings were saved."))
        return redirect("profile-mail")
    return render_page(request, "notifications/mail.html", {"form": form}, status=422 if form.is_bound else 200)
