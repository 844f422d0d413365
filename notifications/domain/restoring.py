"""A copy of the data mails nobody and tells no chat: neither what waited in the backup nor what fell due since."""

from notifications.domain.claims import FREE
from notifications.domain.posts import put_aside_posts
from notifications.domain.reaper import reap
from notifications.domain.switch import pause, resume
from notifications.models import Delivery
from notifications.registry import planners

State = Delivery.State
PENDING = (State.QUEUED, *Delivery.HELD, State.AMBIGUOUS)


def silence():
    """Pause mail and put aside all that waits; return how many that are. No text of account mail is kept."""
    pause()
    put_aside_posts()
    put_aside = skip(Delivery.objects.filter(state__in=PENDING))
    Delivery.objects.filter(payload__isnull=False).update(payload=None)
    return put_aside


def resume_from(now):
    """Send again, from the address this deployment has now, what falls due from now on.

    All that fell due before is planned first, so that no later plan finds it missing, and put aside; mail that
    was owed and has been postponed to a better hour is part of it. Returns how many mails that are.
    """
    for plan in planners:
        plan(now)
    reap(now)
    put_aside_posts()
    put_aside = skip(Delivery.objects.filter(state__in=[State.QUEUED, State.AMBIGUOUS]))
    resume()
    return put_aside


def skip(deliveries):
    return deliveries.update(state=State.SKIPPED, reason=Delivery.Reason.RESTORED, payload=None, **FREE)
