"""People whose digest is due at the same moment: those of one company with the same zone, weekday and times."""

from dataclasses import dataclass
from datetime import time
from functools import cached_property
from zoneinfo import ZoneInfo

from notifications.domain.retries import PUNCTUAL
from notifications.domain.weeks import Week, digest_day, moment
from notifications.models import Delivery
from notifications.quiet import USUAL, QuietHours
from people.models import Company

State, Reason = Delivery.State, Delivery.Reason


@dataclass(frozen=True)
class Group:
    """The people of a company who chose the same zone, weekday, time and quiet hours, in a week."""

    company: Company
    zone: ZoneInfo
    weekday: int
    at: time
    week: Week
    quiet: QuietHours = USUAL

    @property
    def key(self):
        return self.company.pk, self.zone.key, self.weekday, self.at, self.quiet.begins, self.quiet.ends

    @cached_property
    def day(self):
        """The date on which the digest is owed; None where the company does not work in that week."""
        return digest_day(self.week, self.weekday, self.company)

    @cached_property
    def due_at(self):
        """The moment of it; in a week without a working day the one that was chosen."""
        return moment(self.day or self.week.days[self.weekday], self.at, self.zone)

    @cached_property
    def expires_at(self):
        return self.week.end(self.zone)

    def sending_time(self, now):
        """When a digest that is planned now should go out.

        Right when it was due. Hours later, not in quiet hours, unless the week ends before they do.
        """
        if now - self.due_at < PUNCTUAL:
            return self.due_at
        return self.quiet.after(now, self.zone, before=self.expires_at)

    def reason_against(self, joined_at, is_wanted):
        """Why somebody who joined at that moment gets no digest this week; "" where they do."""
        if joined_at > self.due_at:
            return Reason.LATE
        if not is_wanted:
            return Reason.UNSUBSCRIBED
        return "" if self.day else Reason.HOLIDAY

    def row(self, person_id, *, reason, day, due_at):
        """The delivery of one of them, not yet saved: it waits, or is skipped for the reason."""
        return Delivery(
            company=self.company,
            person_id=person_id,
            kind=Delivery.Kind.DIGEST,
            period=self.week.key,
            state=State.SKIPPED if reason else State.QUEUED,
            reason=reason,
            day=None if reason else day,
            due_at=due_at,
            expires_at=self.expires_at,
        )
