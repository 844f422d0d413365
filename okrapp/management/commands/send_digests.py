from collections import Counter
from datetime import datetime
from operator import itemgetter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from notifications.domain.planner import BATCH, DIGESTS, owed_digests, plan_digests
from notifications.domain.sending import deliver
from notifications.domain.switch import may_send
from okrapp.console import in_terminal_language
from people.models import Company


class Command(BaseCommand):
    help = "Plan and send the weekly digests that are due, as the dispatcher does each minute."

    def add_arguments(self, parser):
        parser.add_argument(
            "--now",
            type=aware_moment,
            help="plan and send as at this moment, such as 2026-11-30T08:30+09:00 (default: now)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done; writes nothing")

    def handle(self, *, now, dry_run, **options):
        now = now or timezone.now()
        with in_terminal_language():
            deliveries = foreseen(now) if dry_run else sent(now)
            lines = [f"{company}: {words}" for company, words in summary(deliveries)]
            self.stdout.write("\n".join(lines) or _("Nothing is due."))


def aware_moment(text):
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def foreseen(now):
    """The rows that would be written, and those that wait already."""
    return [*DIGESTS.due(now), *(row for rows in owed_digests(now) for row in rows)]


def sent(now):
    """Plan and send; return what was written or sent, as it stands afterwards."""
    if not settings.HAS_MAIL:
        raise CommandError(_("EMAIL_URL is not set: nothing can be mailed."))
    if not may_send():
        raise CommandError(_("Sending is paused."))
    waiting, newest = due_ids(now), DIGESTS.aggregate(newest=Max("pk"))["newest"] or 0
    plan_digests(now)
    send_all(now)
    return DIGESTS.filter(Q(pk__in=waiting) | Q(pk__gt=newest))


def due_ids(now):
    return list(DIGESTS.due(now).order_by("pk").values_list("pk", flat=True))


def send_all(now):
    """Send in batches, until nothing is due or nothing moves any more."""
    waiting, left = due_ids(now), None
    while waiting and waiting != left:
        deliver(waiting[:BATCH], now)
        waiting, left = due_ids(now), waiting


def summary(deliveries):
    """(company, "Sent 12, Not sent (reason) 3") of each company, by name."""
    counts = {}
    for each in deliveries:
        state = each.get_state_display()
        what = f"{state} ({each.get_reason_display()})" if each.reason else state
        counts.setdefault(each.company_id, Counter())[what] += 1
    companies = Company.objects.in_bulk(counts)
    named = [(str(companies[pk]), counted) for pk, counted in counts.items()]
    return [
        (name, pgettext("between items", ", ").join(f"{what} {n}" for what, n in counted.items()))
        for name, counted in sorted(named, key=itemgetter(0))
    ]
