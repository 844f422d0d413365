from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from notifications.domain.preferences import change_preference
from notifications.forms.preferences import ChannelsForm, MailPreferenceForm
from notifications.models import Channel, preference_of
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def mail_preference(request):
    """What the signed-in person hears of, by which mail, and when."""
    preference = preference_of(request.user)
    form = MailPreferenceForm(request.POST or None, instance=preference)
    channels = ChannelsForm(request.POST or None, preference=preference)
    if request.method == "POST" and form.is_valid() and channels.is_valid():
        change_preference(request.user, **form.cleaned_data, channels=channels.chosen())
        messages.success(request, _("Your settings were saved."))
        return redirect("profile-mail")
    context = {"form": form, "channels": channels, "ways": Channel}
    return render_page(request, "notifications/mail.html", context, status=422 if form.is_bound else 200)
