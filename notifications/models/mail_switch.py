from django.db import models
from django.db.models import Q


class MailSwitch(models.Model):
    """The one row that says whether this deployment may send mail.

    ``base_url`` is the address it was last confirmed for: a copy of the data under another address stays silent.
    """

    base_url = models.CharField(max_length=250)
    is_paused = models.BooleanField(default=False)
    paused_until = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    reminders_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="mail_switch_is_one")]

    def __str__(self):
        return self.base_url
