"""The hours in which nothing that can wait arrives: one formula for all that does. No database."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From one local time to another, past midnight where that is earlier; none where both are the same."""

    begins: time = time(18)
    ends: time = time(8)

    def hold(self, at):
        """Whether they hold the local time; its end belongs to the day."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def past(self, at):
        """The local time itself, or their end where they hold it."""
        return self.ends if self.hold(at) else at

    def after(self, moment, zone, *, before=None):
        """The moment itself outside them in the zone, else when they end there.

        Where that would not be ``before`` the moment given, it is the moment itself at any hour.
        """
        local = moment.astimezone(zone)
        if not self.hold(local.time()):
            return moment
        day = local.date() if local.time() < self.ends else local.date() + ONE_DAY
        end = datetime.combine(day, self.ends, tzinfo=zone)
        return moment if before and end >= before else end

    @property
    def morning(self):
        """When a day begins: where they end, or at the usual hour where there are none."""
        return USUAL.ends if self.begins == self.ends else self.ends


USUAL = QuietHours()
