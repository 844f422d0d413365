"""Acting from a mail without signing in (docs/adr/0031): the token moves out of the address, a page asks, POST acts.

Everything is rendered without the request: no session is read, and nothing shows who else is signed in here.
"""

from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from common.refusals import refuse
from goals.domain.errors import GoalError, StaleForm
from goals.domain.mail_links import LinkFailed, Purpose, Reason, accept_by_link, check_in_by_link, read_link
from goals.forms.agreement import ConsentForm
from goals.forms.check_ins import repeat_last_word
from goals.forms.mail_links import LinkedCheckInForm, LinkedHelpForm
from goals.queries.check_ins import conflict_lines, latest_check_in
from goals.queries.mail_link_page import made_text, open_link, open_terms, refuse_if_made, standing
from goals.queries.week_rows import unchanged_text
from people.reading import as_read_by

COOKIE, COOKIE_SECONDS = "mail_link", 3600
GONE, CONFLICT, TOO_MANY = 410, 409, 429


def without_sign_in(view):
    """Open to whoever holds the link, kept by no cache, told to no other page; why a link fails is a page, too."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except LinkFailed as failed:
            response = failed_page(failed)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return opened


@require_safe
@without_sign_in
def mail_link(request, token):
    """Put the token into a cookie of the one page it opens. Writes nothing: mail scanners follow every link."""
    link = read_link(token)
    response = redirect(link.path)
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=link.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@csrf_exempt  # the token in the form is the proof: no cookie speaks for anybody
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("link")
@without_sign_in
def mail_act(request, purpose, pk):
    """Ask before anything is recorded; POST records it once. 422 and 409 keep what was typed."""
    token = request.POST.get("link", "") if request.method == "POST" else request.COOKIES.get(COOKIE, "")
    link = read_link(token)
    if (link.purpose, link.key_result_id) != (purpose, pk):
        raise LinkFailed(Reason.UNKNOWN)
    with as_read_by(link.person):
        if request.method != "POST":
            return asked(link, token)
        if not ratelimit.consume(request, action="mail_link", key=str(link.person.pk)):
            return answer("429.html", link, status=TOO_MANY)
        return accepted(request, link, token) if link.purpose == Purpose.ACCEPT else checked_in(request, link, token)


def asked(link, token):
    key_result = open_link(link)
    if link.purpose == Purpose.ACCEPT:
        return terms_page(link, token, key_result, ConsentForm(proposal=key_result.on_table, person=link.person))
    refuse_if_made(link, key_result)
    return form_page(link, token, opened_form(link, key_result))


def accepted(request, link, token):
    key_result = open_link(link)
    form = ConsentForm(request.POST, proposal=key_result.on_table, person=link.person)
    if not form.is_valid():
        return terms_page(link, token, key_result, form, status=422)
    try:
        key_result = accept_by_link(link, key_result, **form.cleaned_data)
    except StaleForm as stale:
        raise LinkFailed(Reason.SETTLED, link) from stale
    except GoalError as refused:
        raise LinkFailed(Reason.CLOSED, link, str(refused)) from refused
    return done(link, key_result)


def checked_in(request, link, token):
    key_result = open_link(link)
    form = sent_form(request, link, key_result)
    if form.is_valid():
        sent = {name: form.cleaned_data.get(name, ()) for name in ("helpers", "request_key", "seen")}
        try:
            saved = check_in_by_link(link, key_result, form.entry(), **sent)
        except StaleForm as stale:
            return conflict(link, token, form, stale)
        except GoalError as refused:
            refuse(form, refused)
        else:
            return done(link, saved.key_result)
    return form_page(link, token, form, status=422)


def conflict(link, token, form, stale):
    """What was typed, beside what came in between. That nothing changed is no longer so: there is nothing to keep."""
    key_result = form.key_result = open_link(link)
    if link.purpose == Purpose.NO_CHANGE:
        return failed_page(LinkFailed(Reason.MADE, link, made_text(key_result)), status=CONFLICT)
    form.data = form.data.copy()
    form.data["seen"] = key_result.last_seq
    return form_page(link, token, form, status=CONFLICT, conflict=stale.since)


# Forms


def form_of(link):
    return LinkedHelpForm if link.purpose == Purpose.HELP else LinkedCheckInForm


def opened_form(link, key_result):
    latest = latest_check_in(key_result) if key_result.has_milestones else None
    focus = link.purpose == Purpose.VALUE
    return form_of(link)(key_result=key_result, author=link.person, latest=latest, focus=focus)


def sent_form(request, link, key_result):
    """The form as sent; "no change" stands for the last value and word, whatever was sent."""
    data = request.POST.copy()
    if link.purpose == Purpose.NO_CHANGE:
        repeat_last_word(data, key_result)
    return form_of(link)(data, key_result=key_result, author=link.person)


# Answers


def form_page(link, token, form, *, status=200, conflict=()):
    key_result = form.key_result
    context = {
        "form": form,
        "key_result": key_result,
        "token": token,
        "facts": list(standing(key_result)),
        "conflict": conflict_lines(key_result, conflict),
        "unchanged": unchanged_text(key_result) if link.purpose == Purpose.NO_CHANGE else "",
    }
    return answer("goals/mail_links/check_in.html", link, status=status, **context)


def terms_page(link, token, key_result, form, *, status=200):
    context = {"key_result": key_result, "page": open_terms(key_result), "form": form, "token": token}
    return answer("goals/mail_links/terms.html", link, status=status, **context)


def done(link, key_result):
    """Thanks, and the way on."""
    response = answer("goals/mail_links/done.html", link, key_result=key_result, facts=list(standing(key_result)))
    response.delete_cookie(COOKIE, path=link.path)
    return response


def failed_page(failed, status=GONE):
    if failed.link is None:
        return HttpResponse(render_to_string("goals/mail_links/unknown.html"), status=status)
    with as_read_by(failed.link.person):
        return answer("goals/mail_links/failed.html", failed.link, status=status, failed=failed)


def answer(template, link, *, status=200, **context):
    inside = "agreement" if link.purpose == Purpose.ACCEPT else "key-result"
    context |= {
        "link": link,
        "company": link.person.company,
        "inside_url": reverse(inside, args=[link.key_result_id]),
    }
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Content-Language"] = link.person.language
    return response
