"""Telling chats what waits for them: one message a minute and webhook, whatever happens in between.

A process takes a webhook with a lease, counts the attempt, and only then speaks to the chat, outside any transaction.
One that dies after that leaves rows that wait: they are told once more under the same Idempotency-Key.
"""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from common.egress import SECONDS
from notifications.chat import MOST_NAMED, slack_message, teams_message
from notifications.domain.chat_answers import ask
from notifications.domain.egress import egress
from notifications.domain.errors import ChatError
from notifications.domain.retries import back_off
from notifications.domain.switch import may_post
from notifications.domain.webhooks import pause_webhook
from notifications.models import Webhook, WebhookPost
from notifications.registry import Told, tell
from notifications.stopping import is_asked_to_stop
from people.domain.audit import record_change
from people.reading import anybody, as_read_by

logger = logging.getLogger(__name__)

State, Failure = WebhookPost.State, Webhook.Failure
FREE = {"claim": None, "lease_until": None}
LEASE = timedelta(seconds=SECONDS * 12)
EVERY = timedelta(minutes=1)
AFTER_FAILED_TEST = timedelta(seconds=10)
LIFETIME = timedelta(days=1)
MOST_ATTEMPTS = 5
MOST_AT_ONCE = 500
BATCH = 20
MESSAGES = {Webhook.Format.SLACK: slack_message, Webhook.Format.TEAMS: teams_message}


def announce_posts(now, wake):
    """Call ``wake`` with the ids of webhooks, at most BATCH at a time, for which something waits at the moment."""
    if not may_post():
        return
    waiting = WebhookPost.objects.filter(webhook=OuterRef("pk"), state=State.WAITING)
    ids = list(
        Webhook.objects.running().free(now).filter(Exists(waiting)).order_by("next_at").values_list("pk", flat=True)
    )
    for first in range(0, len(ids), BATCH):
        wake(ids[first : first + BATCH])


def post_waiting(ids, now=None, way=None):
    """Send each of the webhooks what waits for it; one that others hold, or that was told this minute, is left alone.

    ``way`` is the Egress to take.
    """
    for pk in ids:
        if is_asked_to_stop() or not may_post():
            return
        try:
            post_to(pk, now or timezone.now(), way or egress())
        except Exception:  # the next ones wait for nobody
            logger.exception("webhook %s could not be told", pk)


def post_to(pk, now, way):
    webhook = claim(Webhook.objects.running().filter(pk=pk), now)
    if webhook is None:
        return
    taken = take_posts(webhook, now)
    told = told_of(webhook, taken)
    rows_of([post for post in taken if post.activity_id not in told]).update(state=State.SKIPPED)
    posts = [post for post in taken if post.activity_id in told]
    if posts:
        body = message(webhook, [told[post.activity_id] for post in posts])
        settle(webhook, posts, ask(way, webhook, body, event_of(webhook, posts)), now)
    else:
        held(webhook).update(**FREE)


def claim(webhooks, now):
    """Take the one of the webhooks for the length of a lease, where it is free; return it, or None."""
    mine = uuid.uuid4()
    webhooks.free(now).update(claim=mine, lease_until=now + LEASE)
    return Webhook.objects.select_related("company", "department").filter(claim=mine).first()


@transaction.atomic
def take_posts(webhook, now):
    """What to tell: what was tried before, as it was, else all that waits. What had its time or its tries ends."""
    waiting = webhook.posts.filter(state=State.WAITING)
    waiting.filter(created_at__lte=now - LIFETIME).update(state=State.SKIPPED)
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.FAILED)
    posts = list(waiting.select_related("activity__actor").order_by("pk")[:MOST_AT_ONCE])
    posts = [post for post in posts if post.attempts] or posts
    rows_of(posts).update(attempts=F("attempts") + 1)
    for post in posts:
        post.attempts += 1
    return posts


def told_of(webhook, posts):
    """{activity id: Told} of those that everybody in the company may read at the moment."""
    reader = anybody(webhook.company, webhook.language)
    with as_read_by(reader):
        found = tell([post.activity for post in posts], reader)
    return {pk: absolute(told) for pk, told in found.items()}


def absolute(told):
    return Told(told.sentence, told.title, settings.BASE_URL + told.url, told.tone)


def message(webhook, rows):
    with as_read_by(anybody(webhook.company, webhook.language)):
        return MESSAGES[webhook.format](rows[:MOST_NAMED], len(rows[MOST_NAMED:]), settings.BASE_URL + "/")


def event_of(webhook, posts):
    """The same for the same rows, however often they are tried."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/{webhook.pk}/{[post.pk for post in posts]}"))


@transaction.atomic
def settle(webhook, posts, outcome, now):
    """Write down what became of the message, and when the next may leave."""
    ended = State.FAILED if outcome.failure else State.SENT
    is_over = not outcome.failure or outcome.is_final
    rows_of([post for post in posts if is_over or post.attempts >= MOST_ATTEMPTS]).update(state=ended)
    wait = max(back_off(posts[0].attempts - 1), outcome.pause)
    release(webhook, outcome, next_minute(now) if is_over else now + wait)
    if outcome.failure == Failure.GONE:
        pause_webhook(webhook, actor=None, pause=Webhook.Pause.GONE)


def rows_of(posts):
    return WebhookPost.objects.filter(pk__in=[post.pk for post in posts], state=State.WAITING)


def held(webhook):
    return Webhook.objects.filter(pk=webhook.pk, claim=webhook.claim)


def release(webhook, outcome, next_at):
    """Give it back with what it met. Whoever took too long, and lost it to another, writes nothing."""
    at = timezone.now()
    met = {"failure": outcome.failure, "answered": outcome.answered}
    when = {"failed_at": at} if outcome.failure else {"sent_at": at}
    held(webhook).update(next_at=next_at, **met, **when, **FREE)


def next_minute(moment):
    return moment.replace(second=0, microsecond=0) + EVERY


def send_test(webhook, *, actor, way=None):
    """Send a greeting at once, also to a webhook that is paused; return the Outcome.

    Raises ChatError where nothing may leave here, or something left for it this minute.
    """
    now = timezone.now()
    if not may_post():
        raise ChatError(_("Nothing leaves this copy of the data."))
    taken = claim(Webhook.objects.standing().filter(pk=webhook.pk), now)
    if taken is None:
        raise ChatError(_("A channel gets one message a minute at most. Try again in a moment."))
    outcome = ask(way or egress(), taken, message(taken, [greeting(taken)]), str(uuid.uuid4()))
    with transaction.atomic():
        release(taken, outcome, now + AFTER_FAILED_TEST if outcome.failure else next_minute(now))
        record_change(taken, actor=actor, action="webhook.tested", changes={"failure": ("", outcome.failure)})
    return outcome


def greeting(webhook):
    with as_read_by(anybody(webhook.company, webhook.language)):
        sentence = _("This channel hears what happens in %(company)s.") % {"company": webhook.company.name}
        return Told(sentence, _("A test message"), settings.BASE_URL + "/")
