"""Is mail going out? What administrators see of their own company's mail; what a mail says is never shown."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from common.htmx import render_page
from goals.wording import moment_text, written_on
from notifications.models import Delivery
from notifications.queries.deliveries import OUTCOME_WORDS, TWICE, WAITING, listed_deliveries, mail_week
from people.access import admin_required

PAGE_SIZE = 50
State = Delivery.State
TONES = {
    State.SENT: "good",
    State.FAILED: "bad",
    State.DEAD: "bad",
    State.AMBIGUOUS: "warn",
    State.SKIPPED: "dropped",
}
ALL = ("", gettext_lazy("All"))


class MailFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name or address"), required=False, max_length=100)
    outcome = forms.ChoiceField(
        label=pgettext_lazy("mail", "State"), required=False, choices=[ALL, *OUTCOME_WORDS.items()]
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("mail", "Kind"), required=False, choices=[ALL, *Delivery.Kind.choices]
    )


@require_safe
@admin_required
def mail(request):
    """The last seven days in figures, and every mail with what became of it; 50 a page."""
    company, now = request.user.company, timezone.now()
    form = MailFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    deliveries = listed_deliveries(
        company, words=wanted.get("q", ""), outcome=wanted.get("outcome", ""), kind=wanted.get("kind", "")
    )
    page = Paginator(deliveries, PAGE_SIZE).get_page(request.GET.get("page"))
    week = mail_week(company, now)
    context = {
        "has_mail": settings.HAS_MAIL,
        "tiles": tiles(week),
        "reasons": [(Delivery.Reason(reason).label, count) for reason, count in week.reasons.most_common()],
        "filter": form,
        "is_filtered": any(wanted.values()),
        "page": page,
        "rows": [mail_row(delivery) for delivery in page],
    }
    fragments = {"mail-list": "settings/_mail_list.html"}
    return render_page(request, "settings/mail.html", context, fragments=fragments)


def tiles(week):
    """One per outcome, the last only where there is such mail; each leads to the mails it counts."""
    oldest = week.oldest_due and _("The oldest has been due since %(when)s") % {"when": moment_text(week.oldest_due)}
    return [
        {
            "label": word,
            "count": week.counts[outcome],
            "url": f"{reverse('settings-mail')}?outcome={outcome}#mail-list",
            "foot": oldest if outcome == WAITING else "",
        }
        for outcome, word in OUTCOME_WORDS.items()
        if week.counts[outcome] or outcome != TWICE
    ]


def mail_row(delivery):
    """What one row of the list shows."""
    return {
        "name": delivery.person.name,
        "url": reverse("settings-person", args=[delivery.person_id]),
        "kind": delivery.get_kind_display(),
        "state": delivery.get_state_display(),
        "tone": TONES.get(delivery.state, "none"),
        "note": note(delivery),
        "when": written_on(delivery.sent_at or delivery.due_at),
    }


def note(delivery):
    """Why it stands as it stands, where that is not plain."""
    if delivery.state == State.SKIPPED:
        return delivery.get_reason_display()
    if delivery.lost_answers:
        return OUTCOME_WORDS[TWICE]
    return "" if delivery.state in {State.SENT, State.DEAD} else delivery.reply
