"""The pages about one person's account that have to look into goals or mail."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.htmx import render_page
from notifications.domain.addresses import mail_again, refusal_of
from okrapp.belongings import belongings_of
from people.access import access_person, admin_required
from people.domain.accounts import deactivate_person
from people.domain.errors import PeopleError
from people.views import members


@admin_required
def person_edit(request, pk):
    """The person's set-up, and whether mail reaches them."""
    return members.person_edit(request, pk, refused=refusal_of(access_person(request.user, pk)))


@require_POST
@admin_required
def person_mail_again(request, pk):
    """Send digests and reminders again to an address that refused them."""
    person = access_person(request.user, pk)
    mail_again(person, actor=request.user)
    messages.success(request, _("Mail to %(address)s is sent again.") % {"address": person.address})
    return redirect("settings-person", pk)


@require_http_methods(["GET", "POST"])
@admin_required
def person_deactivate(request, pk):
    """Show what the person leaves behind, then end their access."""
    person = access_person(request.user, pk)
    refusal = None
    if request.method == "POST":
        try:
            deactivate_person(person, actor=request.user)
        except PeopleError as error:
            refusal = str(error)
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.name})
            return redirect("settings-person", pk)
    context = {"person": person, "groups": belongings_of(person, request.user), "refusal": refusal}
    return render_page(request, "people/settings/deactivate.html", context, status=422 if refusal else 200)
