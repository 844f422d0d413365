"""What workers do. Messages carry ids only; losing one loses nothing, for the dispatcher looks every minute."""

import logging
import time

from celery import shared_task
from celery.signals import worker_shutting_down
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from notifications.domain.dispatch import dispatch
from notifications.domain.posting import announce_posts, post_waiting
from notifications.domain.sending import deliver
from notifications.stopping import ask_to_stop

logger = logging.getLogger(__name__)

REST_SECONDS = 30
broker_rests_until = 0


@shared_task
def deliver_batch(ids):
    deliver(ids)


@shared_task
def post_batch(ids):
    post_waiting(ids)


@shared_task
def dispatch_due():
    now = timezone.now()
    dispatch(now, deliver_batch.delay)
    announce_posts(now, post_batch.delay)


def wake(ids):
    """Let a worker send these at once. Without a broker the dispatcher's own process finds them in a moment.

    So it does when the broker is gone: that costs a request up to three seconds, and those of the next half
    minute nothing.
    """
    global broker_rests_until
    if not settings.CELERY_BROKER_URL or time.monotonic() < broker_rests_until:
        return
    try:
        deliver_batch.apply_async([ids], queue="urgent", retry=False)
    except OperationalError as error:
        broker_rests_until = time.monotonic() + REST_SECONDS
        logger.warning("the broker does not answer, mail waits for the dispatcher: %s", error)


@worker_shutting_down.connect
def stop_soon(**kwargs):
    ask_to_stop()
