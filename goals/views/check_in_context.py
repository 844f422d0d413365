"""What the check-in form's template needs, wherever it stands."""

from django.urls import reverse

from goals import rules
from goals.queries.week_rows import unchanged_text


def form_context(request, form, corrects=None):
    key_result = form.key_result
    return {
        "form": form,
        "key_result": key_result,
        "is_inline": bool(request.htmx),
        "corrects": corrects,
        "on_behalf": "" if rules.carries(request.user, key_result) else key_result.owner.name,
        "unchanged": "" if corrects else unchanged_text(key_result),
        "action": action(key_result, corrects),
    }


def action(key_result, corrects):
    if corrects:
        return reverse("check-in-correct", args=[corrects.pk])
    return reverse("check-in", args=[key_result.pk])


def first_field(key_result):
    """The id of the field that a form for the key result begins with."""
    name = "done_milestones_0" if key_result.has_milestones else "value"
    return f"key-result-{key_result.pk}-{name}"
