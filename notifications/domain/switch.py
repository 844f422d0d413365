"""Whether this deployment may send mail at all, and how far its dispatcher has come."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from notifications.models import MailSwitch

LOOK_BACK = timedelta(days=1)


def mail_switch():
    """The one row, made for this address when there is none."""
    return MailSwitch.objects.get_or_create(pk=1, defaults={"base_url": settings.BASE_URL})[0]


def may_send():
    """Whether mail goes out now."""
    return pause_in(mail_switch()) is None


def may_post():
    """Whether chats are told anything now: never in the demo, nor from a copy that nobody has confirmed."""
    return not settings.DEMO and pause_in(mail_switch()) in {None, MailSwitch.Pause.REFUSED}


def mail_pause_reason():
    """Return the MailSwitch.Pause that holds mail back, whose label is a sentence, or None. Writes nothing."""
    switch = MailSwitch.objects.filter(pk=1).first()
    return pause_in(switch) if switch else None


def pause_in(switch):
    if switch.is_paused:
        return MailSwitch.Pause.RESTORED
    if switch.base_url != settings.BASE_URL:
        return MailSwitch.Pause.MOVED
    if switch.paused_until and switch.paused_until > timezone.now():
        return MailSwitch.Pause.REFUSED
    return None


def pause_until(moment):
    """Send nothing before the moment; return it."""
    change_switch(paused_until=moment)
    return moment


def pause():
    """Send nothing until ``resume``."""
    change_switch(is_paused=True)


def resume():
    """Send again, from the address this deployment has now."""
    change_switch(is_paused=False, paused_until=None, base_url=settings.BASE_URL)


def note_beat(now):
    """Say that the dispatcher was here."""
    change_switch(beat_at=now)


def note_reminders(now):
    """Say that the reminders whose hour came up to the moment are planned."""
    change_switch(reminders_until=now)


def note_alerts(now):
    """Say that KPIs whose period had ended by the moment were looked at."""
    change_switch(alerts_until=now)


def note_mornings(now):
    """Say that those whose day had begun by the moment were told what it brings."""
    change_switch(mornings_until=now)


def looked_until(until, now):
    """Where to go on from: at most a day ago, and a clock that was ahead for a while is not believed."""
    return until if until and now - LOOK_BACK < until <= now else now - LOOK_BACK


def change_switch(**fields):
    mail_switch()
    MailSwitch.objects.filter(pk=1).update(**fields)
