"""Whether this deployment may send mail at all, and the sign of life of its dispatcher."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models import MailSwitch


def mail_switch():
    """The one row, made for this address when there is none."""
    return MailSwitch.objects.get_or_create(pk=1, defaults={"base_url": settings.BASE_URL})[0]


class Silence(models.TextChoices):
    """Why no mail goes out at all."""

    NO_SERVER = "no_server", _("No mail server is set up for this deployment.")
    PAUSED = "paused", _("An operator has paused all mail.")
    OTHER_ADDRESS = "other_address", _("This copy of the data has not been confirmed for its address yet.")
    REFUSED = "refused", _("The mail server refuses this deployment; it is tried again within the hour.")


def why_silent(now):
    """The reason why no mail goes out now, or None: not from a restored copy nobody confirmed, for instance."""
    switch = mail_switch()
    if not settings.HAS_MAIL:
        return Silence.NO_SERVER
    if switch.is_paused:
        return Silence.PAUSED
    if switch.base_url != settings.BASE_URL:
        return Silence.OTHER_ADDRESS
    return Silence.REFUSED if switch.paused_until and switch.paused_until > now else None


def may_send():
    return why_silent(timezone.now()) is None


def pause_until(moment):
    """Send nothing before the moment; return it."""
    MailSwitch.objects.filter(pk=1).update(paused_until=moment)
    return moment


def pause():
    """Send nothing until ``resume``."""
    mail_switch()
    MailSwitch.objects.filter(pk=1).update(is_paused=True)


def resume():
    """Send again, from the address this deployment has now."""
    mail_switch()
    MailSwitch.objects.filter(pk=1).update(is_paused=False, paused_until=None, base_url=settings.BASE_URL)


def note_beat(now):
    """Say that the dispatcher was here."""
    mail_switch()
    MailSwitch.objects.filter(pk=1).update(beat_at=now)
