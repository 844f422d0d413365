from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.htmx import render_page
from goals import rules
from goals.access import access_key_result
from goals.domain.check_ins import correct_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.forms.correction import CorrectionForm
from goals.models import CheckIn
from goals.wording import value_text
from people.access import member_required


@require_http_methods(["GET", "POST"])
@member_required
def check_in_correct(request, pk):
    """Write a new row in the place of one that was wrong; the old one stays in the history, struck."""
    check_in = access_check_in(request.user, pk)
    form = CorrectionForm(request.POST or None, check_in=check_in)
    if request.method == "POST" and form.is_valid():
        try:
            correct_check_in(
                check_in,
                form.entry,
                author=request.user,
                request_key=form.cleaned_data["request_key"],
            )
        except StaleForm as stale:
            return show_form(request, check_in, form, status=409, since=stale.since)
        except GoalError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Corrected. The old row stays in the history."))
            return redirect(check_in.key_result)
    return show_form(request, check_in, form, status=422 if form.is_bound else 200)


def access_check_in(user, pk):
    """Return the check-in with the key result it belongs to: 404 unreadable, 403 where it is not theirs."""
    key_result_id = get_object_or_404(
        CheckIn.objects.filter(company=user.company_id).values_list("key_result_id", flat=True), pk=pk
    )
    key_result = access_key_result(user, key_result_id, to=rules.check_in)
    check_in = get_object_or_404(key_result.check_ins.select_related("author"), pk=pk)
    check_in.key_result = key_result
    return check_in


def show_form(request, check_in, form, *, status, since=()):
    context = {
        "form": form,
        "check_in": check_in,
        "key_result": check_in.key_result,
        "old_value": value_text(check_in.key_result, check_in.value, is_exact=True),
        "since": since,
    }
    return render_page(request, "goals/check_ins/correct.html", context, status=status)
