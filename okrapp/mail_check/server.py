"""What the mail server of EMAIL_URL says when it is called, before any mail."""

import smtplib
import ssl
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 10


@dataclass(frozen=True)
class Offer:
    """What the server offers: encryption on request, and ways to sign in (once encrypted, if that is asked for)."""

    has_starttls: bool
    ways_to_sign_in: str


def is_smtp():
    return settings.EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def described():
    """The server as it was configured, without the password."""
    kind = _("encrypted with STARTTLS") if settings.EMAIL_USE_TLS else _("not encrypted")
    facts = {
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "encryption": _("encrypted from the first byte") if settings.EMAIL_USE_SSL else kind,
        "user": settings.EMAIL_HOST_USER,
    }
    if facts["user"]:
        return _("%(host)s, port %(port)s, %(encryption)s, signing in as %(user)s") % facts
    return _("%(host)s, port %(port)s, %(encryption)s, without signing in") % facts


def ask():
    """Call the server and return its Offer. Raises OSError where it cannot be reached or trusted."""
    context = ssl.create_default_context()
    if settings.EMAIL_USE_SSL:
        call = smtplib.SMTP_SSL(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS, context=context)
    else:
        call = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS)
    with call as server:
        server.ehlo()
        has_starttls = server.has_extn("starttls")
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
            server.ehlo()
        return Offer(has_starttls, server.esmtp_features.get("auth", "").strip())
