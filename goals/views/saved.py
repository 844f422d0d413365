"""What htmx gets once a check-in is saved: the row, and every other region of the page that it changed."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from goals.access import access_key_result
from goals.forms.check_ins import CheckInForm
from goals.queries.cards import key_result_row, objective_card
from goals.queries.check_ins import figures_before, latest_check_in
from goals.queries.pace import objective_paces
from goals.queries.week import place_in, week_of_request
from goals.queries.week_rows import saved_row
from goals.views.check_in_context import first_field, form_context
from goals.wording import moment_text, row_words

POSTED = "goals/check_ins/_posted.html"


def saved_answer(request, saved):
    """Replace the row of the key result, whatever part of it was sent; its own page is drawn anew."""
    key_result = saved.key_result = access_key_result(request.user, saved.key_result_id)
    if page_path(request) == key_result.get_absolute_url():
        messages.success(request, _("Saved: %(title)s") % {"title": key_result.title})
        return HttpResponseClientRedirect(key_result.get_absolute_url())
    page = week_regions(request, saved) if page_path(request) == reverse("home") else row_regions(request, key_result)
    response = trigger_client_event(render(request, POSTED, page), "key-result-changed")
    return reswap(retarget(response, f"#key-result-{key_result.pk}"), "outerHTML")


def page_path(request):
    """The path of the page that the browser shows."""
    return (request.htmx.current_url_abs_path or "").partition("?")[0]


def figures_card(request, objective):
    today = request.user.company.today()
    pace = objective_paces([objective.pk], today).get(objective.pk)
    return objective_card(objective, [], request.user, today, pace, {})


def row_regions(request, key_result):
    """On pages that list key results: the row as it stands there, and the focus back on it."""
    return {
        "card": figures_card(request, key_result.objective),
        "row": key_result_row(key_result, viewer=request.user, today=request.user.company.today()),
        "words": row_words(),
        "focus": f"key-result-{key_result.pk}",
    }


def week_regions(request, saved):
    """On "this week": the row with what moved, the form of the next one due, and how many are left."""
    user, key_result = request.user, saved.key_result
    week = week_of_request(request)
    upcoming = week.next_after(place_in(key_result, user.company, timezone.now()))
    is_listed = key_result.objective.owner_id == user.pk
    return {
        "card": figures_card(request, key_result.objective) if is_listed else None,
        "week_row": saved_row(key_result, saved, figures_before(saved), viewer=user, today=user.company.today()),
        "week": week,
        "next_due": moment_text(week.next_at) if week.next_at else "",
        **(next_form(request, upcoming.key_result) if upcoming else {"focus": "week-done"}),
    }


def next_form(request, key_result):
    """The form to go on with; one that is open already keeps what is typed in it."""
    latest = latest_check_in(key_result) if key_result.has_milestones else None
    form = CheckInForm(key_result=key_result, author=request.user, latest=latest)
    is_open = str(key_result.pk) in request.POST.getlist("open")
    return {"focus": first_field(key_result), **({} if is_open else form_context(request, form))}
