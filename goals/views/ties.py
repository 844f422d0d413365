"""What a key result has to do with others: a section of its page, and saying so."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.htmx import render_page
from common.ids import as_id
from common.refusals import Refusal, refuse
from goals import rules
from goals.access import access_key_result, share_company
from goals.domain.ties import tie, untie
from goals.forms.tie import TieForm
from goals.models import KeyResult, Tie
from goals.queries.ties import tie_candidates, ties_of, with_places
from goals.views.acts import act
from people.access import member_required

SECTION = {"key-result-ties": "goals/ties/_list.html"}
FOUND = {"tie-candidates": "goals/ties/_candidates.html"}
LONGEST_QUERY = 100


@require_safe
@member_required
def key_result_ties(request, pk):
    """The key results it is tied to: a page of its own, and a section of the key result's."""
    found = access_key_result(request.user, pk)
    rows = ties_of(found, request.user, request.user.company.today())
    context = {"key_result": found, "rows": rows, "may_tie": rules.tie_key_result(request.user, found)}
    return render_page(request, "goals/ties/page.html", context, fragments=SECTION)


@require_http_methods(["GET", "POST"])
@member_required
def key_result_tie(request, pk):
    """Look for another key result (``q``) and choose it (``other``); then say what it is to this one."""
    found = access_key_result(request.user, pk, to=rules.tie_key_result)
    form = chosen_form(request, found)
    if request.method == "POST" and form and form.is_valid() and save(request, form):
        return redirect(found)
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    context = {"key_result": found, "form": form, "typed": typed}
    if form is None:
        context["candidates"] = tie_candidates(found, request.user, typed)
    status = 422 if request.method == "POST" else 200
    return render_page(request, "goals/ties/edit.html", context, fragments=FOUND, status=status)


def chosen_form(request, key_result):
    """The form about the key result chosen; None where there is none yet."""
    data = request.POST if request.method == "POST" else request.GET
    other = chosen(request.user, data)
    if other is None:
        return None
    known = Tie.objects.between(key_result, other).first()
    return TieForm(request.POST or None, key_result=key_result, other=other, tie=known)


def chosen(user, data):
    pk = as_id(data.get("other", ""))
    other = with_places(KeyResult.objects.visible_to(user)).filter(pk=pk).first() if pk else None
    return other and share_company(user, other)


def save(request, form):
    """Tie the two as the form says; tell whether that was allowed."""
    try:
        tie(*form.ends(), actor=request.user)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Linked with “%(title)s”.") % {"title": form.other})
    return True


@require_POST
@member_required
def key_result_untie(request, pk):
    """Take a tie away; a second time there is nothing to take."""
    found = access_key_result(request.user, pk, to=rules.tie_key_result)
    other = chosen(request.user, request.POST)
    if other is None:
        return redirect(found)
    return act(request, untie, found, said=_("“%(title)s” is no longer linked.") % {"title": other}, other=other)
