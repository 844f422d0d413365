"""The agreement about a key result: its trail, and the answers of both parties."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.refusals import refuse
from goals import rules
from goals.access import access_key_result
from goals.domain import agreements as domain
from goals.domain.errors import GoalError, StaleForm
from goals.forms.agreement import AnswerForm, ConsentForm, CounterForm
from goals.queries.agreement_page import agreement_page
from people.access import member_required


@require_safe
@member_required
def agreement(request, pk):
    """Everything that was asked for and consented to, in order; it can be printed."""
    return show(request, access_key_result(request.user, pk))


def show(request, found, *, form=None, status=200):
    if found.on_table and not form:
        form = ConsentForm(proposal=found.on_table, person=request.user)
    context = {"key_result": found, "form": form, "page": agreement_page(found, request.user)}
    return render(request, "goals/agreements/page.html", context, status=status)


@require_POST
@member_required
def agreement_accept(request, pk):
    found = access_key_result(request.user, pk, to=rules.accept_terms)
    form = ConsentForm(request.POST, proposal=found.on_table or found.agreed, person=request.user)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    return answer(request, found, domain.accept, said=_("You agreed to these terms."), **form.cleaned_data)


@require_POST
@member_required
def agreement_withdraw(request, pk):
    found = access_key_result(request.user, pk, to=rules.withdraw_change)
    return answer(request, found, domain.withdraw_change, said=_("Withdrawn. What was agreed stays as it is."))


@require_POST
@member_required
def agreement_open(request, pk):
    found = access_key_result(request.user, pk, to=rules.open_agreement)
    domain.open_agreement(found, actor=request.user)
    messages.success(request, _("Proposed. It is agreed once both have consented."))
    return redirect("agreement", pk=pk)


def answer(request, found, verb, *, said, **words):
    """Carry out an answer to the proposal the page showed; where another lies there by now, show that one instead."""
    form = AnswerForm(request.POST)
    try:
        verb(found, actor=request.user, seen=form.cleaned_data["seen"] if form.is_valid() else None, **words)
    except StaleForm as error:
        messages.error(request, str(error))
        return show(request, access_key_result(request.user, found.pk), status=409)
    except GoalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("agreement", pk=found.pk)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_counter(request, pk):
    """Answer with other terms."""
    found = access_key_result(request.user, pk, to=rules.negotiate)
    form = CounterForm(request.POST or None, proposal=found.on_table, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            domain.counter(found, author=request.user, **form.terms())
        except StaleForm as error:
            return show_counter(request, access_key_result(request.user, pk), form, status=409, conflict=str(error))
        except GoalError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your answer is on the table."))
            return redirect("agreement", pk=pk)
    return show_counter(request, found, form, status=422 if form.is_bound else 200)


def show_counter(request, found, form, *, status, conflict=""):
    """``form`` keeps what was typed; after a conflict it answers what lies on the table now."""
    if conflict:
        typed = {name: form[name].data for name in form.fields}
        form = CounterForm(proposal=found.on_table, person=request.user) if found.on_table else form
        form.initial |= typed | {"seen": found.on_table.number if found.on_table else None}
    context = {"key_result": found, "form": form, "conflict": conflict, "page": agreement_page(found, request.user)}
    return render(request, "goals/agreements/counter.html", context, status=status)
