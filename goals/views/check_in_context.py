"""What the check-in form's template needs, wherever it stands."""

from django.urls import reverse

from goals import rules
from goals.feeding import origin_of
from goals.forms.check_ins import measure_field
from goals.queries.cards import counted_value
from goals.queries.week_rows import unchanged_text
from goals.wording import value_text


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
        "given": given_value(request.user, key_result, corrects),
    }


def given_value(viewer, key_result, corrects):
    """What stands in the place of the field for a value that nobody types, and where it comes from."""
    if not key_result.is_derived:
        return None
    if key_result.has_initiatives:
        return {"value": counted_value(key_result)}
    value = corrects.value if corrects else key_result.current
    return {"value": value_text(key_result, value), "origin": origin_of(key_result, viewer)}


def action(key_result, corrects):
    if corrects:
        return reverse("check-in-correct", args=[corrects.pk])
    return reverse("check-in", args=[key_result.pk])


def first_field(key_result):
    """The id of the field that a form for the key result begins with."""
    name = {"": "note", "done_milestones": "done_milestones_0"}.get(measure_field(key_result), "value")
    return f"key-result-{key_result.pk}-{name}"
