"""Checking in: the form in place or as a page, its preview, and what the page shows once it is saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.htmx import render_page
from common.ids import as_id
from common.refusals import refuse
from common.returning import came_from, return_address
from goals import rules
from goals.access import access_check_in, access_key_result
from goals.domain.check_ins import correct_check_in, post_check_in
from goals.domain.errors import GoalError, StaleForm
from goals.forms.check_ins import CheckInForm, people_to_ask, repeat_last_word
from goals.progress import OutOfRange
from goals.queries.check_ins import conflict_lines, latest_check_in
from goals.queries.preview import preview_check_in
from goals.queries.week_rows import open_row, percents
from goals.views.check_in_context import form_context
from goals.views.saved import saved_answer
from goals.wording import moment_text
from people.access import member_required

FORM = "goals/check_ins/_form.html"
PAGE = "goals/check_ins/page.html"
PREVIEW = "goals/check_ins/_preview.html"
CLOSED = "goals/check_ins/_closed.html"


@require_http_methods(["GET", "POST"])
@member_required
def check_in(request, pk):
    """Record a check-in; 422 shows what is wrong, 409 what somebody else has saved meanwhile."""
    key_result = access_key_result(request.user, pk, to=rules.check_in)
    if request.method == "GET":
        return closed(request, key_result) if "close" in request.GET else opened(request, key_result)
    form = sent_form(request, key_result)
    if "find" in request.POST:
        return form_page(request, form)
    return save(request, form, lambda **sent: post_check_in(key_result, seen=form.cleaned_data["seen"], **sent))


@require_http_methods(["GET", "POST"])
@member_required
def check_in_correct(request, pk):
    """Replace a check-in by a new row on a page of its own."""
    wrong = access_check_in(request.user, pk, to=rules.check_in)
    form = sent_form(request, wrong.key_result) if request.method == "POST" else prefilled_form(request, wrong)
    if request.method == "GET" or "find" in request.POST:
        return form_page(request, form, corrects=wrong)

    def replace(helpers, **sent):
        return correct_check_in(wrong, **sent)

    return save(request, form, replace, corrects=wrong)


@require_safe
@member_required
def check_in_preview(request, pk):
    """What the figures would be, as a fragment; empty while there is no number to reckon with."""
    key_result = access_key_result(request.user, pk, to=rules.check_in)
    if not key_result.has_milestones and not request.GET.get("value", "").strip():
        return HttpResponse()
    form = CheckInForm(request.GET, key_result=key_result, author=request.user)
    return render(request, PREVIEW, preview_words(form, replaced(request, key_result)))


@require_safe
@member_required
def check_in_people(request, pk):
    """Whom one might ask for help: those ticked, and readers whose name holds what is typed."""
    key_result = access_key_result(request.user, pk, to=rules.check_in)
    people = people_to_ask(key_result, request.user, request.GET)
    return render(request, "goals/check_ins/_people.html", {"people": people, "pk": key_result.pk})


def preview_words(form, replaces):
    """The preview as text, or the problem with the number."""
    form.full_clean()
    if "value" in form.errors:
        return {"problem": form.errors["value"][0]}
    try:
        preview = preview_check_in(form.key_result, form.entry(), replaces=replaces)
    except OutOfRange:
        return {"problem": _("This value is too far from start and target to be stored.")}
    return {
        "key_result": percents(preview.before, preview.after),
        "objective": percents(preview.objective_before, preview.objective_after),
    }


def replaced(request, key_result):
    pk = as_id(request.GET.get("replaces", ""))
    return key_result.check_ins.filter(pk=pk).first() if pk else None


# Forms


def opened(request, key_result):
    latest = latest_check_in(key_result) if key_result.has_milestones else None
    form = CheckInForm(key_result=key_result, author=request.user, latest=latest, focus=True)
    return form_page(request, form)


def closed(request, key_result):
    if not request.htmx:
        return redirect(return_address(request, key_result))
    return render(request, CLOSED, {"pk": key_result.pk})


def sent_form(request, key_result):
    """The form as sent; the button "no change" stands for the last value and word."""
    data = request.POST.copy()
    if "unchanged" in data:
        repeat_last_word(data, key_result)
    return CheckInForm(data, key_result=key_result, author=request.user)


def prefilled_form(request, wrong):
    has_number = wrong.value is not None and not wrong.key_result.has_milestones
    value = f"{wrong.value.normalize():f}" if has_number else None
    initial = {"value": value, "status": wrong.status, "note": wrong.note}
    return CheckInForm(key_result=wrong.key_result, author=request.user, latest=wrong, initial=initial, focus=True)


def form_page(request, form, *, status=200, corrects=None, conflict=()):
    """The form in its row for htmx, else a page of its own."""
    key_result = form.key_result
    context = {
        **form_context(request, form, corrects),
        "conflict": conflict_lines(key_result, conflict),
        "row": open_row(key_result, viewer=request.user, today=request.user.company.today()),
        "corrected_when": moment_text(corrects.created_at) if corrects else "",
        "next": request.POST.get("next") or came_from(request),
    }
    return render_page(request, PAGE, context, fragments={f"check-in-{key_result.pk}": FORM}, status=status)


# Saving


def save(request, form, record, *, corrects=None):
    """Record a valid form and answer; else show the form again with what is wrong."""
    if form.is_valid():
        try:
            saved = record(
                entry=form.entry(),
                author=request.user,
                helpers=form.cleaned_data["helpers"],
                request_key=form.cleaned_data["request_key"],
            )
        except StaleForm as stale:
            return conflict_page(request, form, stale, corrects)
        except GoalError as refused:
            refuse(form, refused)
        else:
            return answer(request, saved)
    return form_page(request, form, status=422, corrects=corrects)


def conflict_page(request, form, stale, corrects):
    """What was typed, beside what came in between; sending it again puts it on top."""
    key_result = access_key_result(request.user, form.key_result.pk)
    latest = stale.since[-1] if corrects else None
    form.key_result = key_result
    form.data = form.data.copy()
    form.data["seen"] = key_result.last_seq
    return form_page(request, form, status=409, corrects=latest, conflict=stale.since)


def answer(request, saved):
    if request.htmx:
        return saved_answer(request, saved)
    messages.success(request, _("Saved: %(title)s") % {"title": saved.key_result.title})
    return redirect(return_address(request))
