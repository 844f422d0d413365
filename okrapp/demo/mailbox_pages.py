"""The demo's mailbox: what everybody of the demo company was sent. As open as the demo's passwords, and as local."""

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from goals.wording import written_on
from notifications.tasks import wake
from okrapp.demo.digests import bring_digests_forward
from okrapp.demo.mailbox import StoredMail, find_mail, newest_first
from okrapp.mail_preview import MAIL_POLICY
from people.models import Company

PER_PAGE = 50
WIDTHS = ("600", "320")
# Links open a window of their own, for the pages they lead to refuse to be shown in a frame.
IN_A_NEW_WINDOW = '<base target="_blank">'
BODY_POLICY = {**MAIL_POLICY, "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"]}


@require_safe
@login_not_required
def mailbox(request):
    """All mail, the newest first."""
    page = Paginator(newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    zone = demo_zone()
    rows = [(mail, arrival(mail, zone)) for mail in map(StoredMail, page)]
    return render(request, "demo/mailbox.html", {"page": page, "rows": rows})


@require_safe
@login_not_required
@csp_update({"frame-src": [SELF]})
def mailbox_mail(request, name):
    """One mail, drawn as narrow as a phone or as wide as a mail program, or as its text."""
    mail = mail_or_404(name)
    views = [*WIDTHS, "text"] if mail.html else ["text"]
    shown = request.GET.get("view") if request.GET.get("view") in views else views[0]
    context = {
        "mail": mail,
        "arrived": arrival(mail, demo_zone()),
        "width": shown if shown in WIDTHS else "",
        "tabs": [(label(view), f"?view={view}", view == shown) for view in views],
    }
    return render(request, "demo/mail.html", context)


def demo_zone():
    """The company's: a stranger has none."""
    return Company.objects.get().zone


def arrival(mail, zone):
    with timezone.override(zone):
        return written_on(mail.arrived_at)


def label(view):
    return pgettext("mail", "Text") if view == "text" else _("%(width)s px") % {"width": view}


@require_safe
@login_not_required
@xframe_options_sameorigin
@csp(BODY_POLICY)
def mailbox_body(request, name):
    """The HTML of a mail, for the frame: it may style itself, and nothing else."""
    return HttpResponse(mail_or_404(name).html.replace("<head>", f"<head>{IN_A_NEW_WINDOW}", 1))


@require_POST
@login_not_required
def mailbox_digests(request):
    """Send this week's digests to everybody who has not had theirs."""
    ids = bring_digests_forward(timezone.now())
    wake(ids)
    messages.success(request, digests_sentence(len(ids)))
    return redirect("mailbox")


def digests_sentence(count):
    if not count:
        return _("Everybody has had this week's digest.")
    words = ngettext(
        "%(count)d digest is on its way. Reload the page in a moment.",
        "%(count)d digests are on their way. Reload the page in a moment.",
        count,
    )
    return words % {"count": count}


def mail_or_404(name):
    mail = find_mail(name)
    if mail is None:
        raise Http404
    return mail
