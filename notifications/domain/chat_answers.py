"""What the answer of a chat means for the message that it answers."""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from django.utils import timezone

from common.egress import NotAllowed, Unreachable, Untrusted
from notifications.models import Webhook

Failure = Webhook.Failure
LONGEST_PAUSE = timedelta(hours=1)
FINAL = {Failure.ELSEWHERE, Failure.GONE, Failure.REFUSED}
BY_STATUS = {
    HTTPStatus.NOT_FOUND: Failure.GONE,
    HTTPStatus.GONE: Failure.GONE,
    HTTPStatus.REQUEST_TIMEOUT: Failure.TROUBLE,
    HTTPStatus.TOO_MANY_REQUESTS: Failure.BUSY,
}
BY_HUNDRED = {2: "", 3: Failure.ELSEWHERE, 4: Failure.REFUSED}


@dataclass(frozen=True)
class Outcome:
    """``failure`` is empty where the chat took the message, ``answered``: its HTTP status."""

    failure: str = ""
    answered: int | None = None
    pause: timedelta = timedelta()

    @property
    def is_final(self):
        """Whether the same message would meet the same again."""
        return self.failure in FINAL


def ask(way, webhook, body, event):
    """Send the JSON by the Egress; return the Outcome."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": event}
    try:
        answer = way.post(webhook.url, body, headers)
    except NotAllowed:
        return Outcome(Failure.NOT_ALLOWED)
    except Untrusted:
        return Outcome(Failure.UNTRUSTED)
    except Unreachable:
        return Outcome(Failure.UNREACHABLE)
    failure = BY_STATUS.get(answer.status, BY_HUNDRED.get(answer.status // 100, Failure.TROUBLE))
    return Outcome(failure, answer.status, pause_asked(answer.retry_after) if failure else timedelta())


def pause_asked(text):
    """The time that a Retry-After asks for, in seconds or until a date: an hour at most, none where it is neither."""
    try:
        pause = timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text) - timezone.now()
    except (ValueError, TypeError, OverflowError):
        return timedelta()
    return min(max(pause, timedelta()), LONGEST_PAUSE)
