"""Having read a company objective: saying so on its page, and who has not yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.refusals import Refusal
from goals import rules
from goals.access import access_objective
from goals.domain.readings import say_read
from goals.forms.reading import ReadingForm
from goals.queries.readings import reading_box, spread_of, unread_by
from people.access import member_required

BOX = "goals/readings/_box.html"
PEOPLE_A_PAGE = 60


@require_POST
@member_required
def objective_read(request, pk):
    """One press: it is read, and so clear. Answers with the box, or without scripts with the page it stands on."""
    found = access_objective(request.user, pk, to=rules.say_read)
    refused = answer(request, found)
    if request.htmx:
        objective = access_objective(request.user, pk)
        context = {"objective": objective, "box": reading_box(objective, request.user), "refused": refused}
        return render(request, BOX, context | {"is_new": True}, status=409 if refused else 200)
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Thank you. Your answer is counted."))
    return redirect(found)


def answer(request, objective):
    """Keep what was answered; return why not, or ""."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _("Please choose one of the three answers.")
    try:
        say_read(objective, **form.cleaned_data, actor=request.user)
    except Refusal as refusal:
        return str(refusal)
    return ""


@require_safe
@member_required
def objective_readings(request, pk):
    """Who has not read it yet, of the people one leads, and how clear it is to everybody, as counts."""
    found = access_objective(request.user, pk, to=rules.see_readings)
    page = Paginator(unread_by(found, request.user), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"objective": found, "page": page, "box": reading_box(found, request.user), "spread": spread_of(found)}
    return render(request, "goals/readings/page.html", context)
