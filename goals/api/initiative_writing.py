"""Writing initiatives and action items by the API: the body, then the forms of the pages, then the same domain."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict

from common.api.forms import as_typed, chosen, refuse_invalid, sent_as_typed
from goals import rules
from goals.access import access_initiative, access_item
from goals.api.initiative_bodies import (
    InitiativeMoveSerializer,
    InitiativeTermsSerializer,
    ItemTermsSerializer,
    NewInitiativeSerializer,
    NewItemSerializer,
    TickSerializer,
)
from goals.api.writing import values_of
from goals.domain import initiatives as domain
from goals.domain.locks import lock_row
from goals.forms.initiatives import InitiativeDropForm, InitiativeForm, ItemForm, choices_of, initial_of
from goals.models import Initiative
from people.directories import people_directory
from people.models import Company


def write_initiative(request):
    """Return the new Initiative. Raises what the pages raise."""
    if request.user.is_viewer:
        raise PermissionDenied
    form = initiative_form(request.user, values_of(NewInitiativeSerializer, request))
    return domain.create_initiative(actor=request.user, **form.terms())


@transaction.atomic
def rewrite_initiative(request, pk):
    """Return the Initiative with what was sent changed, and nothing else: it is read under the company's lock."""
    lock_row(Company, request.user.company_id)
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    form = initiative_form(request.user, values_of(InitiativeTermsSerializer, request, partial=True), found)
    return domain.change_initiative(found, actor=request.user, **form.terms())


def initiative_form(user, values, instance=None):
    """The valid form with ``values`` in the place of what stands. Raises ValidationError."""
    choices = choices_of(user, instance)
    standing = InitiativeForm(choices=choices, instance=instance, initial=initial_of(instance, user, choices))
    typed = as_typed(standing) | sent_as_typed(values)
    if "owner" in values:
        typed["owner"] = chosen("owner", choices["owner"].labels, values["owner"])
    for name in {"key_results", "needs"} & set(values):
        labels = choices[name].having(values[name]).labels
        typed[name] = [chosen(name, labels, pk) for pk in values[name]]
    if "items" in values:
        typed["items"] = "\n".join(values["items"])
    form = InitiativeForm(as_posted(typed), choices=choices, instance=instance)
    refuse_invalid(form)
    return form


def as_posted(typed):
    """What a browser would send, where a field may stand several times."""
    posted = QueryDict(mutable=True)
    for name, value in typed.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted


def move(request, pk):
    """Return the Initiative begun, finished, dropped or taken up again."""
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    sent = values_of(InitiativeMoveSerializer, request)
    reason = ""
    if sent["state"] == Initiative.State.DROPPED:
        form = InitiativeDropForm({"reason": sent.get("reason", "")})
        refuse_invalid(form)
        reason = form.cleaned_data["reason"]
    return domain.move_initiative(found, sent["state"], actor=request.user, reason=reason)


def write_item(request):
    """Return the new ActionItem, below the others of its initiative."""
    values = values_of(NewItemSerializer, request)
    found = access_initiative(request.user, values.pop("initiative"), to=rules.edit_initiative)
    return domain.add_item(found, actor=request.user, fields=item_form(request.user, values).cleaned_data)


@transaction.atomic
def rewrite_item(request, pk):
    """Return the ActionItem with what was sent changed, and nothing else."""
    lock_row(Company, request.user.company_id)
    item = access_item(request.user, pk, to=rules.edit_item)
    form = item_form(request.user, values_of(ItemTermsSerializer, request, partial=True), item)
    return domain.change_item(item, actor=request.user, fields=form.cleaned_data)


def item_form(user, values, item=None):
    people = people_directory(user)
    initial = {"text": item.text, "owner": item.owner, "due_on": item.due_on} if item else None
    typed = as_typed(ItemForm(people=people, initial=initial)) | sent_as_typed(values)
    if "owner" in values:
        typed["owner"] = chosen("owner", people.labels, values["owner"])
    form = ItemForm(typed, people=people)
    refuse_invalid(form)
    return form


def tick(request, pk):
    item = access_item(request.user, pk, to=rules.tick_item)
    return domain.tick_item(item, is_done=values_of(TickSerializer, request)["done"], actor=request.user)
