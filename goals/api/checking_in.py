"""A check-in by the API: the fields, then the form of the pages, then the same domain function."""

import uuid

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from goals import rules
from goals.access import access_key_result
from goals.api.serializers import NewCheckInSerializer
from goals.domain.check_ins import post_check_in
from goals.forms.check_ins import CheckInForm


def record_check_in(request):
    """Return the new CheckIn. Raises what the pages raise, and ValidationError."""
    sent = NewCheckInSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    values = dict(sent.validated_data)
    key_result = access_key_result(request.user, values.pop("key_result"), to=rules.check_in)
    refuse_misplaced(key_result, values)
    form = checked_form(key_result, request.user, values)
    return post_check_in(
        key_result,
        form.entry(),
        author=request.user,
        helpers=form.cleaned_data["helpers"],
        seen=values.get("seen"),
    )


def refuse_misplaced(key_result, values):
    """Milestones are ticked, everything else is a value: saying the other would be silently lost."""
    misplaced = "value" if key_result.has_milestones else "done_milestones"
    if misplaced in values:
        raise ValidationError({misplaced: [_("This key result is measured in another way.")]})
    if key_result.is_derived and values.get("value", key_result.current) != key_result.current:
        raise ValidationError({"value": [given_elsewhere(key_result)]})


def given_elsewhere(key_result):
    if key_result.has_initiatives:
        return _("Its action items give its value: send status and note only.")
    return _("A KPI gives its value: send status and note only.")


def checked_form(key_result, author, values):
    """The valid form. Raises ValidationError with its sentences."""
    data = values | {"value": str(values.get("value", "")), "request_key": uuid.uuid4()}
    data.setdefault("seen", key_result.last_seq)
    form = CheckInForm(data, key_result=key_result, author=author)
    if not form.is_valid():
        raise ValidationError(form.errors)
    return form
