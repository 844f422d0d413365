"""A copy of the data mails nobody: neither what waited when the backup was made nor what fell due since."""

from notifications.domain.claims import FREE
from notifications.domain.switch import pause, resume
from notifications.models import Delivery
from notifications.registry import planners

State = Delivery.State
PENDING = (State.QUEUED, *Delivery.HELD, State.AMBIGUOUS)


def silence():
    """Pause mail and put aside all that waits; return how many that are. No text of account mail is kept."""
    pause()
    put_aside = skip(Delivery.objects.filter(state__in=PENDING))
    Delivery.objects.filter(payload__isnull=False).update(payload=None)
    return put_aside


def resume_from(now):
    """Send again, from the address this deployment has now, what falls due after ``now``.

    All that fell due before is planned first, so that no later plan finds it missing, and put aside. Returns
    how many mails that are.
    """
    for plan in planners:
        plan(now)
    put_aside = skip(Delivery.objects.filter(state__in=[State.QUEUED, State.AMBIGUOUS], due_at__lte=now))
    resume()
    return put_aside


def skip(deliveries):
    return deliveries.update(state=State.SKIPPED, reason=Delivery.Reason.RESTORED, payload=None, **FREE)
