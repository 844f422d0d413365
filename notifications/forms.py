"""What people choose about their mail."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import MailPreference

HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def half_hour(text):
    """The time of day that a choice stands for. Raises ValueError."""
    return time.fromisoformat(text)


class MailPreferenceForm(forms.ModelForm):
    at = forms.TypedChoiceField(
        label=_("Time"),
        coerce=half_hour,
        choices=[(at.isoformat(), f"{at.hour}:{at.minute:02}") for at in HALF_HOURS],
    )

    class Meta:
        model = MailPreference
        fields = ["digest", "weekday", "at", "reminders"]
        help_texts = {
            "digest": _("What is due, how your objectives moved, and what is next: one mail a week."),
            "reminders": _("Only while a check-in is overdue, and never on the day of the weekly digest."),
        }
