"""The one door through which mail leaves, and what a mail server may answer there."""

import re
from contextlib import suppress
from enum import Enum, auto

from django.conf import settings
from django.core.mail import get_connection

# The code of RFC 3463, where servers put it: first in the line, or as qmail does, behind a "#".
ENHANCED = re.compile(r"(?:^|#)5\.(\d{1,3}\.\d{1,3})\b")
OF_SENDER = {"1.7", "1.8"}
NOT_HERE = {551, 553}
TOO_LARGE = 552


class Deferred(Exception):
    """Not now; certainly not taken."""


class ServerGone(Deferred):
    """The server cannot be reached or signed in to, or hung up before the last byte."""


class Rejected(Exception):
    """The server refuses this mail for good."""


class NoSuchMailbox(Rejected):
    """The address does not exist there."""


class RejectedByPolicy(Exception):
    """The server refuses us, not this mail."""


class AnswerLost(Exception):
    """The connection ended after the last byte and before the answer."""


class Stage(Enum):
    SENDER = auto()
    RECIPIENT = auto()
    TEXT = auto()


def refusal(code, reply, stage):
    """The exception that a server's answer stands for, with that answer as its text."""
    text = f"{code} {reply}"
    if 400 <= code < 500:
        return Deferred(text)
    if not 500 <= code < 600:
        return ServerGone(text)
    found = ENHANCED.search(reply)
    why = found[1] if found else ""
    # Every mail of ours has the same sender: who refuses that refuses us.
    if why.startswith("7.") or why in OF_SENDER or (stage is Stage.SENDER and code != TOO_LARGE):
        return RejectedByPolicy(text)
    if why.startswith("1.") or (stage is Stage.RECIPIENT and code in NOT_HERE):
        return NoSuchMailbox(text)
    return Rejected(text)


class Transport:
    """One connection to the mail server of EMAIL_URL, opened for the first mail and again after a failure."""

    def __init__(self):
        self.connection = get_connection(settings.MAIL_BACKEND)

    def send(self, mail, before_last_byte):
        """Hand the mail over and return the server's reply, having called ``before_last_byte`` just before.

        Raises one of the exceptions above, ValueError for a mail that cannot be sent at all, and whatever
        ``before_last_byte`` raises; the mail has not left then.
        """
        if hasattr(self.connection, "hand_over"):
            return self.connection.hand_over(mail, before_last_byte)
        mail.as_bytes()
        before_last_byte()
        try:
            self.connection.send_messages([mail])
        except OSError as error:
            raise AnswerLost(str(error)) from error
        return ""

    def close(self):
        with suppress(OSError):
            self.connection.close()
