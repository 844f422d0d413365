"""What ``manage.py check`` says about the environment's settings, beyond Django's own checks."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning
from django.db import connection
from django.utils import translation

from notifications.domain.switch import mail_pause_reason
from notifications.messages import sender_address
from notifications.mime import ascii_address
from notifications.models import MailSwitch
from notifications.smtp import ANSWER_SECONDS


def check_mail(app_configs, **kwargs):
    if settings.HAS_MAIL or settings.DEMO:
        return []
    return [
        Warning(
            "No mail leaves this deployment: no reminders, no digests, no reset links.",
            hint="Set EMAIL_URL, e.g. smtp+tls://user:password@mail.example.com:587 (CONFIG.md).",
            id="okr.W001",
        )
    ]


def check_sender(app_configs, **kwargs):
    try:
        ascii_address(sender_address())
    except ValueError:
        return [
            Error(
                "DEFAULT_FROM_EMAIL holds no mail address: no mail could be sent.",
                hint="Write it like okr@example.com, or: Example OKR <okr@example.com> (CONFIG.md).",
                id="okr.E003",
            )
        ]
    return []


def check_look_up(app_configs, **kwargs):
    if not settings.MAIL_LOOK_UP_URL or urlsplit(settings.MAIL_LOOK_UP_URL).scheme in {"http", "https"}:
        return []
    return [
        Error(
            "MAIL_LOOK_UP_URL is no web address: nobody could be asked about a mail in doubt.",
            hint="Write it like http://relay/accepted/ (CONFIG.md).",
            id="okr.E004",
        )
    ]


def check_egress(app_configs, **kwargs):
    proxy = urlsplit(settings.EGRESS_PROXY)
    if not settings.EGRESS_PROXY or (proxy.scheme == "http" and proxy.hostname and has_port(proxy)):
        return []
    return [
        Error(
            "EGRESS_PROXY is no http proxy with a port: no chat could be reached.",
            hint="Write it like http://proxy.example.com:3128 (CONFIG.md).",
            id="okr.E005",
        )
    ]


def has_port(url):
    try:
        return url.port is not None
    except ValueError:
        return False


def check_proxy(app_configs, **kwargs):
    if not settings.IS_HTTPS or settings.BEHIND_PROXY:
        return []
    return [
        Warning(
            "BASE_URL is https, but requests arrive as plain http: every page would redirect to itself.",
            hint="Set BEHIND_PROXY=1 once your proxy sets X-Forwarded-Proto itself (CONFIG.md).",
            id="okr.W002",
        )
    ]


def check_base_url(app_configs, **kwargs):
    url = urlsplit(settings.BASE_URL)
    is_bare = f"{url.scheme}://{url.netloc}" == settings.BASE_URL and url.username is None
    if is_bare and url.scheme in {"http", "https"} and url.hostname:
        return []
    return [
        Error(
            "BASE_URL is not a scheme and a host.",
            hint="Write it like https://okr.example.com, without a path, a name or a password.",
            id="okr.E001",
        )
    ]


def check_demo(app_configs, **kwargs):
    if not settings.DEMO or settings.IS_LOOPBACK:
        return []
    return [
        Error(
            "The demo's passwords and mailbox are open to everyone who reaches it.",
            hint="Unset DEMO; `manage.py demo` sets it, on 127.0.0.1 only.",
            id="okr.E002",
        )
    ]


def check_lease(app_configs, **kwargs):
    if settings.MAIL_LEASE_SECONDS >= ANSWER_SECONDS * 1.5:
        return []
    return [
        Warning(
            "Another worker takes a mail over while the mail server may still answer: it could be sent twice.",
            hint="Set MAIL_LEASE_SECONDS to 90 or more (CONFIG.md).",
            id="okr.W004",
        )
    ]


def check_mail_pause(app_configs, databases=None, **kwargs):
    """Asks the database, which ``check --deploy --database default`` allows."""
    if not databases or MailSwitch._meta.db_table not in connection.introspection.table_names():
        return []
    reason = mail_pause_reason()
    if reason is None:
        return []
    with translation.override(None):
        why = str(reason.label)
    return [
        Warning(
            f"No mail is sent: {why}",
            hint="If this is the copy of the data that people use, type: manage.py resume_mail (docs/DEPLOY.md).",
            id="okr.W003",
        )
    ]


CHECKS = (check_base_url, check_demo, check_sender, check_look_up, check_egress)
# Advice for a deployment, said by `check --deploy` and not by every command.
DEPLOYMENT_CHECKS = (check_mail, check_proxy, check_lease)
DATABASE_CHECKS = (check_mail_pause,)
