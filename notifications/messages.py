"""The one class of mail that leaves this product: RFC-correct Japanese subjects, base64 bodies, our headers."""

from django.core.mail import EmailMultiAlternatives


class Mail(EmailMultiAlternatives):
    pass


def as_payload(message):
    """What is kept of a Django e-mail message until it is sent."""
    html = next((content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    return {
        "subject": str(message.subject),
        "text": str(message.body),
        "html": str(html),
        "from": message.from_email,
        "reply_to": message.reply_to,
        "headers": dict(message.extra_headers),
    }


def from_payload(delivery):
    """The Mail that ``as_payload`` kept, under the delivery's Message-ID."""
    kept = delivery.payload
    mail = Mail(
        kept["subject"],
        kept["text"],
        kept["from"],
        [delivery.to],
        reply_to=kept["reply_to"],
        headers=kept["headers"] | {"Message-ID": delivery.message_id},
    )
    if kept["html"]:
        mail.attach_alternative(kept["html"], "text/html")
    return mail
