"""When a mail that could not be handed over is tried again."""

import random
from datetime import timedelta

from notifications.models import Delivery, preference_of

BACK_OFF_MINUTES = (1, 5, 15, 60)
JITTER = 0.2
OF_THE_DAY = {Delivery.Kind.DIGEST, Delivery.Kind.REMINDER, Delivery.Kind.NEWS}
# A reader may choose an hour of the evening: only mail that is later than this has missed its hour.
PUNCTUAL = timedelta(hours=1)


def next_attempt(delivery, now):
    """Return when to try again, or None where that would be after its time.

    1, 5, 15, then 60 minutes after now, up to a fifth longer by chance, and at a ``good_hour``.
    """
    moment = good_hour(delivery, now + back_off(delivery.attempts))
    return moment if moment < delivery.expires_at else None


def back_off(attempts):
    """How long to wait after so many attempts and one more."""
    minutes = BACK_OFF_MINUTES[min(attempts, len(BACK_OFF_MINUTES) - 1)]
    return timedelta(minutes=minutes * random.uniform(1, 1 + JITTER))  # noqa: S311 - spreads load


def missed_until(delivery, now):
    """Return when to send mail that has missed its hour, or None for now: an outage ends in nobody's night."""
    if now - delivery.due_at < PUNCTUAL:
        return None
    moment = good_hour(delivery, now)
    return moment if moment > now else None


def good_hour(delivery, moment):
    """The moment itself, but for mail of the day the next one outside the quiet hours of its reader.

    Only a digest whose week would be over by then goes out all the same.
    """
    if delivery.kind not in OF_THE_DAY:
        return moment
    end = delivery.expires_at if delivery.kind == Delivery.Kind.DIGEST else None
    return preference_of(delivery.person).quiet.after(moment, delivery.person.zone, before=end)
