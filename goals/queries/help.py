"""Open requests for help about check-ins, with all a page says about them, in one query."""

from django.db.models import F
from django.urls import reverse

from goals.models.objective import readable_by
from goals.wording import days_ago
from notifications.models import HelpRequest

AS_READ = {
    "key_result": "check_in__key_result_id",
    "title": "check_in__key_result__title",
    "note": "check_in__note",
}


def help_for(user):
    """Return (asked of the person, asked by the person), newest first; only about what they may still read."""
    requests = (
        HelpRequest.objects.open()
        .involving(user)
        .filter(readable_by(user, "check_in__key_result__objective__"), check_in__isnull=False)
        .annotate(**{name: F(path) for name, path in AS_READ.items()})
        .select_related("asked_by", "helper")
        .order_by("-created_at", "-pk")
    )
    today = user.company.today()
    asked_of_me, asked_by_me = [], []
    for request in requests:
        mine = request.asked_by_id == user.pk
        line = help_line(request, request.helper if mine else request.asked_by, user, today)
        (asked_by_me if mine else asked_of_me).append(line)
    return asked_of_me, asked_by_me


def help_line(request, other, user, today):
    return {
        "pk": str(request.pk),
        "person": other.short_name,
        "initials": other.initials,
        "tone": other.tone,
        "title": request.title,
        "url": reverse("key-result", args=[request.key_result]),
        "note": request.note,
        "when": days_ago(user.company.day_of(request.created_at), today),
        "can_answer": request.helper_id == user.pk and not user.is_viewer,
    }
