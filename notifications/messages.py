"""The one class of mail that leaves this product, and what is kept of a mail until it does."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache, lru_cache, partial
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.mime import assembled, header, mailbox_header, text_header

OWN_HEADERS = {"from", "to", "cc", "bcc", "reply-to", "subject", "mime-version", "content-type"}
POLICY = policy.default.clone(refold_source="none")


parsed = lru_cache(parseaddr)  # one sender writes thousands of mails


class Parsed(EmailMessage):
    """A Mail as Python's own class, for backends that want one."""

    def as_bytes(self, unixfrom=False, policy=None, linesep="\n"):
        return super().as_bytes(unixfrom, policy or self.policy.clone(linesep=linesep))


class Mail(EmailMultiAlternatives):
    """One mail to one reader. ``headers`` go out as they are; ``from_email`` is a bare address.

    Attachments are not carried.
    """

    def __init__(self, *args, sender_name="", **kwargs):
        super().__init__(*args, **kwargs)
        self.sender_name = sender_name

    @property
    def html(self):
        return html_of(self)

    def as_bytes(self):
        """The finished message. Raises ValueError for an address that is none."""
        sender, address = parsed(self.from_email)
        extra = self.extra_headers
        if "Message-ID" not in extra:
            own = {
                "Date": format_datetime(timezone.localtime()),
                "Message-ID": make_msgid(domain=settings.MAIL_DOMAIN),
            }
            extra = own | extra
        headers = [
            mailbox_header("From", address, self.sender_name or sender),
            *(mailbox_header("To", to) for to in self.to),
            *(mailbox_header("Reply-To", *reversed(parseaddr(each))) for each in self.reply_to[:1]),
            text_header("Subject", self.subject),
            *(header(name, value) for name, value in extra.items() if name.lower() not in OWN_HEADERS),
        ]
        # No line of base64 can be the boundary, which has an underscore.
        return assembled(headers, self.body, self.html, "=_" + re.sub(r"\W", "", extra["Message-ID"])[:32])

    def message(self):
        return message_from_bytes(self.as_bytes(), partial(Parsed, POLICY), policy=POLICY)


def html_of(message):
    """The HTML part of a Django e-mail message, or ""."""
    return next((content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")


def reader_mail(delivery, *, subject, text, html, unsubscribe_url="", reply_to=()):
    """The Mail of a digest, reminder or notice, to the delivery's person and in their language and zone.

    ``unsubscribe_url`` is an absolute https address that stops this kind of mail with one POST.
    """
    person = delivery.person
    mail = Mail(
        subject,
        text,
        sender_address(),
        [person.email],
        sender_name=sender_name(delivery.company, person.language),
        reply_to=list(reply_to),
        headers={
            **automatic_headers(delivery, person.language, person.zone),
            **list_headers(delivery),
            **unsubscribe_headers(delivery, unsubscribe_url),
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def sender_address():
    return parsed(settings.DEFAULT_FROM_EMAIL)[1]


def sender_name(company, language):
    """Who the reader sees: the company, then the product as the operator or else the catalogue names it."""
    product = parsed(settings.DEFAULT_FROM_EMAIL)[0] or product_name(language)
    return f"{company.name} {product}" if company else product


@cache
def product_name(language):
    with translation.override(language):
        return _("OKR & KPI")


def automatic_headers(delivery, language, zone):
    """What every mail of ours says: when, in which language, and that nobody's absence needs to be told."""
    return {
        "Date": format_datetime(timezone.now().astimezone(zone)),
        "Message-ID": delivery.message_id,
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def list_headers(delivery):
    """What keeps the weeks of one kind of mail together, and lets a provider count complaints by kind."""
    thread = f"{delivery.kind}.{delivery.person_id}"
    return {
        "References": f"<{thread}@{settings.MAIL_DOMAIN}>",
        "List-Id": f"<{delivery.kind}.{settings.MAIL_DOMAIN}>",
        "Feedback-ID": f"{delivery.company_id}:{delivery.kind}:{settings.MAIL_DOMAIN}",
    }


def unsubscribe_headers(delivery, url):
    """RFC 8058: one POST without signing in. The mail that some programs send instead names the delivery."""
    if not url:
        return {}
    subject = quote(f"unsubscribe {delivery.message_id}")
    return {
        "List-Unsubscribe": f"<{url}>, <mailto:{sender_address()}?subject={subject}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def as_payload(message):
    """What is kept of a Django e-mail message until it is sent: it was written in the language and zone of now."""
    return {
        "subject": str(message.subject),
        "text": str(message.body),
        "html": str(html_of(message)),
        "reply_to": message.reply_to,
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "language": translation.get_language(),
        "zone": timezone.get_current_timezone_name(),
    }


def from_payload(delivery):
    """The Mail that ``as_payload`` kept, under the delivery's Message-ID."""
    kept = delivery.payload
    mail = Mail(
        kept["subject"],
        kept["text"],
        sender_address(),
        [delivery.to],
        sender_name=sender_name(delivery.company, kept["language"]),
        reply_to=kept["reply_to"],
        headers=kept["headers"] | automatic_headers(delivery, kept["language"], ZoneInfo(kept["zone"])),
    )
    if kept["html"]:
        mail.attach_alternative(kept["html"], "text/html")
    return mail
