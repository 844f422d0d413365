from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailSwitch(models.Model):
    """The one row that says whether this deployment may send mail.

    ``base_url`` is the address it was last confirmed for: a copy of the data under another address stays silent.
    ``beat_at`` is when the dispatcher was last here, ``reminders_until`` the moment up to which it planned reminders,
    ``alerts_until`` the one up to which it looked for KPIs whose period has ended, ``mornings_until`` the one for
    people whose day has begun.
    """

    class Pause(models.TextChoices):
        """Why no mail leaves."""

        RESTORED = (
            "restored",
            _("The data came from a backup, and nobody has confirmed that this copy may send mail."),
        )
        MOVED = (
            "moved",
            _("The address of this deployment has changed, and nobody has confirmed the new one for mail."),
        )
        REFUSED = "refused", _("The mail server refuses all mail; the next attempt is made within the hour.")

    base_url = models.CharField(max_length=250)
    is_paused = models.BooleanField(default=False)
    paused_until = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    reminders_until = models.DateTimeField(null=True)
    alerts_until = models.DateTimeField(null=True)
    mornings_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="mail_switch_is_one")]

    def __str__(self):
        return self.base_url
