from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.refusals import refuse
from people.access import access_person, admin_required
from people.domain.accounts import add_person, change_person, reactivate_person
from people.domain.errors import PeopleError
from people.domain.invitations import (
    invitation_url,
    invite_everybody,
    invite_person,
    never_invited,
    revoke_invitation,
)
from people.forms import PeopleFilterForm, PersonForm
from people.models import Invitation, User
from people.queries import ACTIVE, DEACTIVATED, INVITED, NOT_INVITED, is_expired, listed_people, state_of

PAGE_SIZE = 50
STATE_WORDS = {value: word for value, word in PeopleFilterForm.STATES if value}
STATE_TONES = {ACTIVE: "done", INVITED: "none", NOT_INVITED: "none", DEACTIVATED: "dropped"}


@require_safe
@admin_required
def people_list(request):
    """Everybody of the company, searched and filtered; 50 a page."""
    form = PeopleFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    people = listed_people(
        request.user.company,
        words=wanted.get("q", ""),
        role=wanted.get("role", ""),
        state=wanted.get("state", ""),
    )
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "rows": [person_row(person) for person in page],
        "never_invited": never_invited(request.user.company).count(),
        "has_mail": settings.HAS_MAIL,
    }
    return render_page(
        request,
        "people/settings/people.html",
        context,
        fragments={"people-list": "people/settings/_people_list.html"},
    )


def person_row(person):
    """What one row of the list shows."""
    state = state_of(person)
    word = _("Invitation expired") if state == INVITED and is_expired(person) else STATE_WORDS[state]
    return {"person": person, "state": word, "tone": STATE_TONES[state], "can_invite": state == NOT_INVITED}


@require_http_methods(["GET", "POST"])
@admin_required
def person_new(request):
    person = User(company=request.user.company)
    form = PersonForm(request.POST or None, instance=person, company=request.user.company)
    if request.method == "POST" and form.is_valid():
        added = attempt(form, add_person, request.user.company, actor=request.user, **form.cleaned_data)
        if added and "invite" in request.POST:
            return send(request, added)
        if added:
            messages.success(request, _("%(name)s was added.") % {"name": added.name})
            return redirect("settings-people")
    context = {"form": form, "has_mail": settings.HAS_MAIL}
    return render_page(request, "people/settings/person_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@admin_required
def person_edit(request, pk, **beside):
    """One person's set-up, with the state of their account and what else the caller knows ``beside`` it."""
    person = access_person(request.user, pk)
    form = PersonForm(request.POST or None, instance=person, company=request.user.company)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, change_person, person, actor=request.user, **form.cleaned_data)
        if changed:
            messages.success(request, _("The changes to %(name)s were saved.") % {"name": changed.name})
            return redirect("settings-person", pk)
    return render_page(
        request,
        "people/settings/person.html",
        {"form": form, **account_context(request, pk), **beside},
        status=422 if form.is_bound else 200,
    )


def account_context(request, pk):
    """The account as stored, whatever the form beside it says, and the open link where no mail is sent."""
    person = listed_people(request.user.company).get(pk=pk)
    invitation = Invitation.objects.open().filter(user=pk).first()
    return {
        "account": person_row(person),
        "person": person,
        "invitation": invitation,
        "link": invitation_url(invitation) if invitation and not settings.HAS_MAIL else None,
        "is_self": person.pk == request.user.pk,
    }


def attempt(form, act, *args, **kwargs):
    """Do it, or put what the domain refuses onto the form and return None."""
    try:
        return act(*args, **kwargs)
    except PeopleError as refusal:
        refuse(form, refusal)


@require_POST
@admin_required
def person_invite(request, pk):
    """Send a link, or a new one that replaces the last."""
    return send(request, access_person(request.user, pk))


def send(request, person):
    try:
        invite_person(person, actor=request.user)
    except PeopleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, invited_text(person))
    return redirect("settings-person", person.pk)


def invited_text(person):
    if settings.HAS_MAIL:
        return _("The invitation to %(address)s is on its way.") % {"address": person.address}
    return _("The invitation link is ready. Copy it and pass it on.")


@require_POST
@admin_required
def person_revoke(request, pk):
    person = access_person(request.user, pk)
    revoke_invitation(person, actor=request.user)
    messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("settings-person", pk)


@require_POST
@admin_required
def people_invite(request):
    """Invite everybody who was never invited, imported people for instance."""
    invite_waiting(request)
    return redirect("settings-people")


def invite_waiting(request):
    """Invite them as far as today's number allows, and say how many were and how many have to wait."""
    invited, left_over = invite_everybody(request.user.company, actor=request.user)
    text = ngettext("%(count)d person was invited.", "%(count)d people were invited.", invited)
    messages.success(request, text % {"count": invited})
    if left_over:
        text = ngettext(
            "%(count)d person has to wait until tomorrow: today's number of invitations is used up.",
            "%(count)d people have to wait until tomorrow: today's number of invitations is used up.",
            left_over,
        )
        messages.warning(request, text % {"count": left_over})


@require_POST
@admin_required
def person_reactivate(request, pk):
    person = reactivate_person(access_person(request.user, pk), actor=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person.name})
    return redirect("settings-person", pk)
