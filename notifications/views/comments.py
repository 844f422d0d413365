"""One comment: its author says it better or takes it back, and others see what it was."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from notifications import rules
from notifications.access import access_comment
from notifications.domain.comments import edit_comment, remove_comment
from notifications.forms.comments import CommentForm
from notifications.queries.conversations import lines_of, versions_of
from people.access import member_required

FOLDER = "notifications/conversations"


@require_http_methods(["GET", "POST"])
@member_required
def comment_edit(request, pk):
    comment, place = access_comment(request.user, pk, to=rules.change_comment)
    if comment.is_removed or "close" in request.GET:
        return back(request, comment, place)
    form = CommentForm(request.POST or None, place=place, comment=comment, focus=True)
    if request.method == "POST" and form.is_valid():
        edit_comment(comment, form.cleaned_data["text"], place=place)
        return back(request, comment, place, said=_("Saved."))
    status = 422 if request.method == "POST" else 200
    return show(request, "edit", comment, place, form=form, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def comment_remove(request, pk):
    """Ask, then take it out of sight."""
    comment, place = access_comment(request.user, pk, to=rules.change_comment)
    if comment.is_removed or "close" in request.GET:
        return back(request, comment, place)
    if request.method == "POST":
        remove_comment(comment, place=place)
        return back(request, comment, place, said=_("Your comment is removed."))
    return show(request, "remove", comment, place)


@require_safe
@member_required
def comment_versions(request, pk):
    """Every text it had; of a removed one for administrators."""
    comment, place = access_comment(request.user, pk, to=rules.read_versions)
    return show(request, "versions", comment, place, versions=versions_of(comment, request.user))


def show(request, page, comment, place, *, status=200, **context):
    """A page of its own, or what stands in the place of the comment's line."""
    element_id = f"comment-{comment.pk}"
    context |= {
        "comment": comment,
        "place": place,
        "page": page,
        "element_id": element_id,
        "is_inline": bool(request.htmx),
    }
    fragments = {element_id: f"{FOLDER}/_{page}.html"}
    return render_page(request, f"{FOLDER}/comment.html", context, fragments=fragments, status=status)


def back(request, comment, place, *, said=""):
    """The comment as it reads now, in its place or on the conversation's page."""
    if not request.htmx:
        if said:
            messages.success(request, said)
        return redirect(f"{place.get_absolute_url()}#comment-{comment.pk}")
    comment.refresh_from_db()
    [line] = lines_of([comment], request.user)
    return render_page(request, f"{FOLDER}/_comment.html", {"line": line, "is_focused": True, "announced": said})
