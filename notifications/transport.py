"""The one door through which mail leaves, and what a mail server may answer there."""

from django.conf import settings
from django.core.mail import get_connection


class Deferred(Exception):
    """Not now; certainly not taken."""


class ServerGone(Deferred):
    """The server cannot be reached, or hung up before the last byte."""


class Rejected(Exception):
    """The server refuses this mail for good."""


class NoSuchMailbox(Rejected):
    """The address does not exist there."""


class RejectedByPolicy(Exception):
    """The server refuses us, not this mail."""


class AnswerLost(Exception):
    """The connection ended after the last byte and before the answer."""


class Transport:
    """One connection to the mail server of EMAIL_URL, opened for the first mail and again after a failure."""

    def __init__(self):
        self.connection = get_connection(settings.MAIL_BACKEND)

    def send(self, mail, before_last_byte):
        """Hand the mail over and return the server's reply, having called ``before_last_byte`` just before."""
        before_last_byte()
        self.connection.send_messages([mail])
        return ""

    def close(self):
        self.connection.close()
