"""Django's way to an SMTP server, with a call just before the final dot and the server's reply at the end."""

import logging
import smtplib
import socket
import ssl

from django.core.mail.backends.smtp import EmailBackend

from notifications.messages import parsed
from notifications.mime import ascii_address
from notifications.transport import AnswerLost, Deferred, Rejected, RejectedByPolicy, ServerGone, Stage, refusal

logger = logging.getLogger(__name__)

# Servers look into a mail before they answer the final dot, and a lost answer costs more than a wait. Shorter than
# a lease, so that nobody takes the mail for abandoned meanwhile.
ANSWER_SECONDS = 60
FINAL_DOT = b".\r\n"


def as_text(reply):
    return reply.decode(errors="replace").replace("\n", " ")


def check(answer, stage, wanted=range(200, 300)):
    """Return the answer as text. Raises what a refusal stands for."""
    code, reply = answer
    if code not in wanted:
        raise refusal(code, as_text(reply), stage)
    return f"{code} {as_text(reply)}"


class HandOver:
    """One mail over a connection of smtplib, in steps that know which side of the last byte they are on."""

    unread = 0  # answers to what was said and not yet listened to

    def begin(self, sender, recipient, size):
        """Say whose mail comes, and to whom; where the server offers that, in one go (RFC 2920)."""
        self.ehlo_or_helo_if_needed()
        of_size = f" SIZE={size}" if self.has_extn("size") else ""
        self.commands = [f"MAIL FROM:<{sender}>{of_size}", f"RCPT TO:<{recipient}>", "DATA"]
        if self.has_extn("pipelining"):
            self.say(*self.commands)
        check(self.answer_to(0), Stage.SENDER)

    def go_on(self):
        """Come to where the text may follow."""
        check(self.answer_to(1), Stage.RECIPIENT)
        check(self.answer_to(2), Stage.TEXT, wanted={354})

    def say(self, *commands):
        self.send("".join(f"{command}\r\n" for command in commands))
        self.unread += len(commands)

    def answer_to(self, number):
        if not self.unread:
            self.say(self.commands[number])
        return self.next_answer()

    def next_answer(self):
        self.unread -= 1
        return self.getreply()

    def recover(self):
        """Return whether another mail can begin after one that was refused."""
        codes = [self.next_answer()[0] for _ in range(self.unread)]
        # A server that waits for a text now would take RSET for one.
        return 354 not in codes and self.rset()[0] == 250

    def transmit(self, content, before_last_byte):
        """Send a text that ends with a line's end; return the server's reply."""
        self.send(content.replace(b"\r\n.", b"\r\n.."))
        before_last_byte()
        if self.is_cut_off():
            raise ServerGone("The server hung up before the end of the text.")
        # What cannot be given to the network was not sent: that is no lost answer yet.
        self.send(FINAL_DOT)
        return check(self.final_answer(), Stage.TEXT)

    def is_cut_off(self):
        """Whether the server has hung up, or said something before its turn."""
        timeout = self.sock.gettimeout()
        self.sock.setblocking(False)
        try:
            self.sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        finally:
            self.sock.settimeout(timeout)
        return True

    def final_answer(self):
        """The answer to the final dot. Raises AnswerLost where there is none that can be understood."""
        timeout = self.sock.gettimeout()
        self.sock.settimeout(ANSWER_SECONDS)
        try:
            code, reply = self.getreply()
        except OSError as error:
            raise AnswerLost(str(error)) from error
        if not 200 <= code < 600:
            raise AnswerLost(f"{code} {as_text(reply)}")
        self.sock.settimeout(timeout)
        return code, reply


class PlainConnection(HandOver, smtplib.SMTP):
    """Plain, or encrypted from STARTTLS on."""


class TlsConnection(HandOver, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class SmtpBackend(EmailBackend):
    """Keeps its connection from mail to mail, and makes a new one after anything that leaves it in doubt."""

    @property
    def connection_class(self):
        return TlsConnection if self.use_ssl else PlainConnection

    def hand_over(self, mail, before_last_byte):
        """Send one mail and return the server's reply; what it raises is said at Transport.send."""
        content = mail.as_bytes()
        sender, recipient = ascii_address(parsed(mail.from_email)[1]), ascii_address(mail.to[0])
        try:
            self.begin(sender, recipient, len(content))
            self.connection.go_on()
            return self.connection.transmit(content, before_last_byte)
        except (ServerGone, AnswerLost):
            self.abandon()
            raise
        except (Deferred, Rejected, RejectedByPolicy):
            self.recover()
            raise
        except OSError as error:
            self.abandon()
            raise ServerGone(str(error)) from error
        except BaseException:
            # In the middle of a text there is no other way to take it back.
            self.abandon()
            raise

    def begin(self, *envelope):
        """Begin a mail; on a new connection where the server no longer likes the one kept from the mail before."""
        is_new = self.open()
        try:
            self.connection.begin(*envelope)
        except (OSError, Deferred):
            if is_new:
                raise
            self.abandon()
            self.open()
            self.connection.begin(*envelope)

    def open(self):
        """Connect, encrypt and sign in as configured, or raise ServerGone: never with less than was asked for."""
        try:
            if is_new := super().open():
                # The final dot is a packet of its own: else it would wait 40 ms, until the text is confirmed.
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return is_new
        except UnicodeError:
            # Its text would quote the password.
            reason = "The user name or the password of EMAIL_URL has characters outside ASCII."
        except smtplib.SMTPResponseException as error:
            reason = f"{error.smtp_code} {as_text(error.smtp_error)}"
            if isinstance(error, smtplib.SMTPAuthenticationError):
                logger.error("the mail server does not let us sign in: %s", reason)
        except OSError as error:
            reason = str(error) or type(error).__name__
        self.abandon()
        raise ServerGone(reason)

    def recover(self):
        """End the mail that was refused, so that the next can begin."""
        try:
            is_ready = self.connection.recover()
        except OSError:
            is_ready = False
        if not is_ready:
            self.abandon()

    def abandon(self):
        """Let go of the connection at once, without a word."""
        for each in (self.connection, self._partial_connection):
            if each is not None:
                each.close()
        self.connection = self._partial_connection = None
