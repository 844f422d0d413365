from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.models.company import Weekday

DEFAULT_AT = time(8, 30)


class MailPreference(models.Model):
    """When a person wants the weekly digest, in their own time zone, and what they want at all.

    Nobody has a row before they change something: until then the defaults hold (``preference_of``).
    """

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="mail_preference")
    digest = models.BooleanField(_("Weekly digest"), default=True)
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=Weekday.choices, default=Weekday.MONDAY)
    at = models.TimeField(_("Time"), default=DEFAULT_AT)
    reminders = models.BooleanField(_("Reminders of check-ins that are overdue"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(weekday__lte=6), name="preference_weekday")]

    def wants(self, kind):
        """Whether mail of the Delivery.Kind is wanted; what this row says nothing of always is."""
        return {"digest": self.digest, "reminder": self.reminders}.get(kind, True)

    def __str__(self):
        return f"{self.person_id}: {self.weekday} {self.at}"


def preference_of(person):
    """The person's preference, or an unsaved one with the defaults."""
    return getattr(person, "mail_preference", None) or MailPreference(person=person)
