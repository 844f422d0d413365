from django.contrib import messages
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from people.access import member_required
from people.domain.accounts import change_profile
from people.forms import ProfileForm
from people.models import User


@require_http_methods(["GET", "POST"])
@member_required
def profile(request):
    """The signed-in person's own names, language, time zone, theme and shortcuts."""
    # A copy: an invalid form must not change the person the page frame shows.
    person = User.objects.select_related("company").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        changed = change_profile(request.user, **form.cleaned_data)
        with translation.override(changed.language):
            messages.success(request, _("Your profile was saved."))
        return redirect("profile")
    status = 422 if form.is_bound else 200
    return render_page(request, "people/profile.html", {"form": form, "person": person}, status=status)
