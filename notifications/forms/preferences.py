"""What people choose about their mail."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Activity, Channel, MailPreference
from notifications.models.preference import TOLD_BY_DIGEST

HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
CHOICES = [(at.isoformat(), f"{at.hour}:{at.minute:02}") for at in HALF_HOURS]


def half_hour(text):
    """The time of day that a choice stands for. Raises ValueError."""
    return time.fromisoformat(text)


class MailPreferenceForm(forms.ModelForm):
    at = forms.TypedChoiceField(label=_("Time"), coerce=half_hour, choices=CHOICES)
    quiet_from = forms.TypedChoiceField(label=_("Quiet hours begin"), coerce=half_hour, choices=CHOICES)
    quiet_until = forms.TypedChoiceField(label=_("Quiet hours end"), coerce=half_hour, choices=CHOICES)

    class Meta:
        model = MailPreference
        fields = ["digest", "weekday", "at", "reminders", "news", "quiet_from", "quiet_until"]
        help_texts = {
            "digest": _("What is due, how your objectives moved, and what is next: one mail a week."),
            "reminders": _("Only while a check-in is overdue, and never on the day of the weekly digest."),
            "news": _("What you choose below, gathered over ten minutes into one mail."),
        }


class ChannelsForm(forms.Form):
    """A box for each kind of activity and each way to hear of it."""

    def __init__(self, *args, preference, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in Activity.Kind:
            for channel in channels_of(kind):
                self.fields[f"{kind}-{channel}"] = forms.BooleanField(
                    label=channel.label, required=False, initial=preference.chose(kind, channel)
                )

    def rows(self):
        """(kind in words, [(channel in words, its box or None)]) for each kind."""
        for kind in Activity.Kind:
            ways = channels_of(kind)
            yield kind.label, [(each.label, self[f"{kind}-{each}"] if each in ways else None) for each in Channel]

    def chosen(self):
        """{kind: the Channels chosen for it}."""
        return {
            str(kind): [str(channel) for channel in channels_of(kind) if self.cleaned_data[f"{kind}-{channel}"]]
            for kind in Activity.Kind
        }


def channels_of(kind):
    return [channel for channel in Channel if channel != Channel.DIGEST or kind in TOLD_BY_DIGEST]
