"""What would I get? The signed-in person's own digest as of now, in a frame that can do nothing."""

from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.wording import dated_moment_text
from notifications.domain.weeks import digest_day, moment, week_of
from notifications.models import Delivery, preference_of
from notifications.registry import Skip
from okrapp.mails.digest import compose_digests
from people.access import member_required

# A mail brings its own styles, and is to do nothing else: no script, no form, no address but its own.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}
WEEKS_AHEAD = 6


@require_safe
@member_required
@csp_update({"frame-src": [SELF]})
def mail_preview(request):
    """When the next digest comes, and frames for what it would say now."""
    context = {"when": when_text(request.user, timezone.now())}
    return render_page(request, "okrapp/mail_preview.html", context)


def frame(view):
    """For a part of the mail, which the view is given beside the request; says why nothing would be sent."""

    @require_safe
    @member_required
    @xframe_options_sameorigin
    @csp(MAIL_POLICY)
    @wraps(view)
    def framed(request):
        try:
            return view(request, mail_of(request.user))
        except Skip as skip:
            text = _("Nothing would be sent now: %(reason)s.") % {"reason": skip.reason.label}
            return render(request, "okrapp/email/preview_text.html", {"text": text})

    return framed


@frame
def mail_preview_body(request, mail):
    """The HTML part alone, as a mail program would show it."""
    return HttpResponse(mail.html)


@frame
def mail_preview_text(request, mail):
    """The subject and the text part."""
    return render(request, "okrapp/email/preview_text.html", {"subject": mail.subject, "text": mail.body})


def mail_of(person):
    """The digest the person would get now. Raises Skip."""
    now = timezone.now()
    delivery = Delivery(company=person.company, person=person, kind=Delivery.Kind.DIGEST)
    return compose_digests([delivery], now)(delivery)


def when_text(person, now):
    """When the next digest is owed; that there is none where the person has stopped it."""
    preference = preference_of(person)
    if not preference.digest:
        return _("You have stopped the weekly digest.")
    at = next_digest_at(person, preference, now)
    if at is None:
        return _("No digest is planned for the coming weeks.")
    return _("Your next digest comes on %(when)s.") % {"when": dated_moment_text(at)}


def next_digest_at(person, preference, now):
    """The next moment a digest is owed, aware; None where the company is away for weeks."""
    week = week_of(now, person.zone)
    if person.deliveries.filter(kind=Delivery.Kind.DIGEST, period=week.key).exists():
        week = week.next  # this one is settled, whatever is chosen now
    for _number in range(WEEKS_AHEAD):
        day = digest_day(week, preference.weekday, person.company)
        if day and (at := moment(day, preference.at, person.zone)) > now:
            return at
        week = week.next
    return None
