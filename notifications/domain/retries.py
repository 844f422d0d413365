"""When a mail that could not be handed over is tried again."""

import random
from datetime import datetime, time, timedelta

from notifications.models import Delivery

BACK_OFF_MINUTES = (1, 5, 15, 60)
JITTER = 0.2
MORNING, EVENING = time(8), time(18)


def next_attempt(delivery, now):
    """Return when to try again, or None where that would be after its time.

    1, 5, 15, then 60 minutes after now, up to a fifth longer by chance. Mail that counts towards one a day
    does not arrive in the evening: from 18:00 in the reader's zone it waits for 08:00.
    """
    minutes = BACK_OFF_MINUTES[min(delivery.attempts, len(BACK_OFF_MINUTES) - 1)]
    moment = now + timedelta(minutes=minutes * random.uniform(1, 1 + JITTER))  # noqa: S311 - spreads load
    if delivery.kind in {Delivery.Kind.DIGEST, Delivery.Kind.REMINDER}:
        moment = by_day(moment, delivery.person.zone)
    return moment if moment < delivery.expires_at else None


def by_day(moment, zone):
    """The moment itself between 08:00 and 18:00 in the zone, else the next 08:00."""
    local = moment.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=zone)
