"""What workers do. Messages carry ids only; losing one loses nothing, for the dispatcher looks every minute."""

from celery import shared_task
from celery.signals import worker_shutting_down
from django.conf import settings
from django.utils import timezone

from notifications.domain.dispatch import dispatch
from notifications.domain.sending import deliver
from notifications.stopping import ask_to_stop


@shared_task
def deliver_batch(ids):
    deliver(ids)


@shared_task
def dispatch_due():
    dispatch(timezone.now(), deliver_batch.delay)


def wake(ids):
    """Let a worker send these at once. Without a broker the dispatcher's own process finds them in a moment."""
    if settings.CELERY_BROKER_URL:
        deliver_batch.apply_async([ids], queue="urgent", retry=False)


@worker_shutting_down.connect
def stop_soon(**kwargs):
    ask_to_stop()
