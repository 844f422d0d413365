from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from common.returning import return_address
from notifications import rules
from notifications.access import access_conversation
from notifications.domain.help import answer_help_request, close_help_request
from notifications.forms.comments import CommentForm
from notifications.models import HelpRequest
from notifications.subjects import subject_of
from people.access import member_required


@require_POST
@member_required
def help_settle(request, pk):
    """Either of the two says that it is settled, with an answer or without; 422 keeps the answer as it was typed."""
    help_request = get_object_or_404(HelpRequest.objects.involving(request.user), pk=pk)
    if not request.POST.get("text", "").strip():
        close_help_request(help_request)
        return settled(request, pk)
    slug = subject_of(help_request.content_type_id).slug
    place = access_conversation(request.user, slug, help_request.object_id, to=rules.take_part)
    form = CommentForm(request.POST, place=place)
    if not form.is_valid():
        return wrong(request, help_request, place, form)
    text, request_key = form.cleaned_data["text"], form.cleaned_data["request_key"]
    answer_help_request(help_request, place, text, author=request.user, request_key=request_key)
    return settled(request, pk)


def settled(request, pk):
    if request.htmx:
        return render(request, "notifications/help/_settled.html", {"pk": pk})
    messages.success(request, _("Settled. Thank you."))
    return redirect(return_address(request))


def wrong(request, help_request, place, form):
    """The form once more, in its place or on a page of its own."""
    context = {"pk": help_request.pk, "place": place, "form": form, "text": form["text"].value()}
    if not request.htmx:
        return render(request, "notifications/help/answer.html", context, status=422)
    response = render(request, "notifications/help/_form.html", context, status=422)
    return reswap(retarget(response, f"#help-{help_request.pk}-form"), "outerHTML")
