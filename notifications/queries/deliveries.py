"""One company's mail for its administrators: what went out, what waits, and what did not and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.models import Delivery
from people.queries import listed_people

State = Delivery.State
RECENT = timedelta(days=7)
WAITING, SENT, SKIPPED, FAILED, TWICE = "waiting", "sent", "skipped", "failed", "twice"
OUTCOMES = {
    WAITING: Q(state__in=[State.QUEUED, *Delivery.HELD]),
    SENT: Q(state=State.SENT),
    SKIPPED: Q(state=State.SKIPPED),
    FAILED: Q(state__in=[State.FAILED, State.DEAD]),
    TWICE: Delivery.FLAGGED,
}
OUTCOME_WORDS = {
    WAITING: pgettext_lazy("mail", "Waiting"),
    SENT: pgettext_lazy("mail", "Sent"),
    SKIPPED: _("Not sent, for a reason"),
    FAILED: _("Could not be sent"),
    TWICE: _("May have arrived twice"),
}


@dataclass(frozen=True)
class MailWeek:
    """The last seven days: how many of each outcome, of each Reason, and since when the oldest is overdue."""

    counts: dict
    reasons: Counter
    oldest_due: object


def mail_week(company, now):
    """Two queries, however much was sent."""
    recent = Delivery.objects.filter(company=company, created_at__gt=now - RECENT)
    counts = recent.aggregate(
        oldest_due=Min("due_at", filter=OUTCOMES[WAITING] & Q(due_at__lte=now)),
        **{outcome: Count("pk", filter=condition) for outcome, condition in OUTCOMES.items()},
    )
    skipped = recent.filter(state=State.SKIPPED).order_by().values_list("reason").annotate(Count("pk"))
    return MailWeek(counts, Counter(dict(skipped)), counts.pop("oldest_due"))


def listed_deliveries(company, *, words="", outcome="", kind=""):
    """The latest first, with their readers, without their texts; ``words`` are those of ``listed_people``."""
    found = Delivery.objects.filter(OUTCOMES.get(outcome, Q()), company=company)
    if words:
        found = found.filter(person__in=listed_people(company, words=words).order_by())
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("person").defer("payload").order_by("-created_at", "-pk")
