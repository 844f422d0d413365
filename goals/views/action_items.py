"""The checklist of an initiative: adding, ticking, moving, editing and removing its lines."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.refusals import Refusal, refuse
from common.returning import return_address
from goals import rules
from goals.access import access_initiative, access_item
from goals.domain import initiatives as domain
from goals.domain.item_order import shift_item
from goals.forms.initiatives import ItemForm
from goals.views.initiatives import show
from goals.views.my_items import REGION, show_my_items
from people.access import member_required
from people.directories import people_directory

STEPS = {"up": -1, "down": 1}


@require_POST
@member_required
def item_new(request, pk):
    found = access_initiative(request.user, pk, to=rules.edit_initiative)
    form = ItemForm(request.POST, people=people_directory(request.user))
    if form.is_valid():
        try:
            domain.add_item(found, actor=request.user, fields=form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            said = _("Added: %(text)s") % {"text": form.cleaned_data["text"]}
            return changed(request, found, said=said, focus="id_text")
    return show(request, found, item_form=form, status=422)


@require_POST
@member_required
def item_tick(request, pk):
    """``done`` is "1" or "0": what it shall be, so that a double click does not undo itself."""
    item = access_item(request.user, pk, to=rules.tick_item)
    try:
        domain.tick_item(item, is_done=request.POST.get("done") != "0", actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if request.htmx.target == REGION:
        return show_my_items(request)
    return changed(request, item.initiative)


@require_POST
@member_required
def item_shift(request, pk):
    """One place up or down (``direction``)."""
    item = access_item(request.user, pk, to=rules.edit_item)
    try:
        place = shift_item(item, STEPS.get(request.POST.get("direction"), 0), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return changed(request, item.initiative)
    return changed(
        request, item.initiative, said=_("Place %(place)d: %(text)s") % {"place": place, "text": item.text}
    )


def changed(request, initiative, *, said="", focus=""):
    """The page again: the part that changed for htmx, which may say what has changed.

    The focus stays where it is, by id, or goes to the element whose id is ``focus``.
    """
    if not request.htmx:
        return redirect(return_address(request, initiative))
    return show(request, access_initiative(request.user, initiative.pk), said=said, focus=focus)


@require_http_methods(["GET", "POST"])
@member_required
def item_edit(request, pk):
    item = access_item(request.user, pk, to=rules.edit_item)
    initial = {"text": item.text, "owner": item.owner, "due_on": item.due_on}
    form = ItemForm(request.POST or None, people=people_directory(request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.change_item(item, actor=request.user, fields=form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(item.initiative)
    context = {"item": item, "form": form}
    return render(request, "goals/initiatives/item.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@member_required
def item_remove(request, pk):
    item = access_item(request.user, pk, to=rules.edit_item)
    try:
        domain.remove_item(item, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed: %(name)s.") % {"name": item.text})
    return redirect(item.initiative)
