from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goals.queries.load import load_note
from people.access import member_required
from people.directories import people_directory


@require_safe
@member_required
def owner_load(request):
    """The note on whoever the owner field of a key result names now: a page, and what stands below that field."""
    if request.user.is_viewer:
        raise PermissionDenied
    owner = people_directory(request.user).only_match(typed_owner(request.GET))
    context = {"owner": owner, "note": owner and load_note(owner, request.user)}
    template = "_load" if request.htmx else "load"
    return render(request, f"goals/key_results/{template}.html", context)


def typed_owner(sent):
    """What was typed into the one field that is sent, whose name begins with its row."""
    return next((text for name, text in sent.items() if name.endswith("owner")), "")
