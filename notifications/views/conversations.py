"""A conversation: on the page of what it is about, and on a page of its own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.returning import return_address
from notifications import rules
from notifications.access import access_conversation
from notifications.domain.cheers import set_cheer
from notifications.domain.comments import post_comment
from notifications.forms.comments import CommentForm
from notifications.queries.conversations import cheers_of, people_to_mention, what_is_said
from people.access import member_required

FRAGMENT = "notifications/conversations/_conversation.html"


@require_http_methods(["GET", "POST"])
@member_required
def conversation(request, kind, pk):
    """Read what is said, and say something; 422 shows what is wrong and keeps what was typed."""
    is_said = request.method == "POST"
    place = access_conversation(request.user, kind, pk, to=rules.take_part if is_said else None)
    form = CommentForm(request.POST if is_said else None, place=place)
    if not is_said or not form.is_valid():
        return show(request, place, form, status=422 if is_said else 200)
    cleaned = form.cleaned_data
    comment = post_comment(place, cleaned["text"], author=request.user, request_key=cleaned["request_key"])
    if request.htmx:
        return show(request, place, CommentForm(place=place), posted=comment)
    messages.success(request, _("Your comment stands."))
    return redirect(f"{place.get_absolute_url()}#comment-{comment.pk}")


def show(request, place, form, *, status=200, posted=None):
    context = {
        "place": place,
        "said": what_is_said(place, request.user, is_all="all" in request.GET),
        "form": form if rules.take_part(request.user) else None,
        "posted": posted,
        "is_inline": bool(request.htmx),
        "is_opened": "opened" in request.GET,
    }
    fragments = {place.element_id: FRAGMENT}
    return render_page(request, "notifications/conversations/page.html", context, fragments=fragments, status=status)


@require_POST
@member_required
def cheer(request, kind, pk):
    """Cheer it on, or no longer."""
    place = access_conversation(request.user, kind, pk, to=rules.take_part)
    set_cheer(place, request.user, is_cheered=request.POST.get("cheer") == "on")
    if request.htmx:
        context = {"place": place, "cheers": cheers_of(place, request.user), "can_cheer": True, "is_new": True}
        return render(request, "notifications/conversations/_cheers.html", context)
    return redirect(return_address(request, place))


@require_safe
@member_required
def conversation_people(request, kind, pk):
    """Whom what is typed after an @ may mean."""
    place = access_conversation(request.user, kind, pk, to=rules.take_part)
    people = people_to_mention(place, request.GET.get("typed", "")[:60], but=request.user)
    return render(request, "notifications/conversations/_people.html", {"people": people})
