from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.activity import Activity
from notifications.quiet import USUAL, QuietHours
from people.models import User
from people.models.company import Weekday

DEFAULT_AT = time(8, 30)


class Channel(models.TextChoices):
    """How somebody hears of an activity."""

    APP = "app", _("In the app")
    MAIL = "mail", _("Mail at once")
    DIGEST = "digest", _("Weekly digest")


DEFAULT_CHANNELS = (Channel.APP, Channel.DIGEST)
MORE_BY_DEFAULT = dict.fromkeys(
    (Activity.Kind.HELP_ASKED, Activity.Kind.PROPOSED, Activity.Kind.DRAFT_PROPOSED), (Channel.MAIL,)
)
# What the digest counts by notifications.
COUNTED_BY_DIGEST = {Activity.Kind.MENTION, Activity.Kind.COMMENT, Activity.Kind.CHEER}
# What the digest has a section for; of the rest it says nothing.
TOLD_BY_DIGEST = {Activity.Kind.HELP_ASKED, Activity.Kind.KPI_ALERT, *COUNTED_BY_DIGEST}


class MailPreference(models.Model):
    """When a person wants the weekly digest, in their own time zone, and what they want at all.

    Between ``quiet_from`` and ``quiet_until`` nothing arrives that can wait; the digest comes when it was chosen to.
    ``channels`` maps an Activity.Kind to the Channels chosen for it; kinds that are not in it have their defaults.
    Nobody has a row before they change something: until then the defaults hold (``preference_of``).
    """

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="mail_preference")
    digest = models.BooleanField(_("Weekly digest"), default=True)
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=Weekday.choices, default=Weekday.MONDAY)
    at = models.TimeField(_("Time"), default=DEFAULT_AT)
    reminders = models.BooleanField(_("Reminders of check-ins that are overdue"), default=True)
    news = models.BooleanField(_("Mail at once"), default=True)
    quiet_from = models.TimeField(_("Quiet hours begin"), default=USUAL.begins)
    quiet_until = models.TimeField(_("Quiet hours end"), default=USUAL.ends)
    channels = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(weekday__lte=6), name="preference_weekday")]

    @property
    def quiet(self):
        return QuietHours(self.quiet_from, self.quiet_until)

    def wants(self, kind):
        """Whether mail of the Delivery.Kind is wanted; what this row says nothing of always is."""
        return {"digest": self.digest, "reminder": self.reminders, "news": self.news}.get(kind, True)

    def chose(self, kind, channel):
        """Whether the person wants to hear of activities of the Activity.Kind by the Channel."""
        usual = (*DEFAULT_CHANNELS, *MORE_BY_DEFAULT.get(kind, ()))
        return channel in self.channels.get(kind, usual)

    def hears(self, kind, channel):
        """The same, unless all mail at once is switched off."""
        return self.chose(kind, channel) and (channel != Channel.MAIL or self.news)

    def __str__(self):
        return f"{self.person_id}: {self.weekday} {self.at}"


def preference_of(person):
    """The person's preference, or an unsaved one with the defaults."""
    return getattr(person, "mail_preference", None) or MailPreference(person=person)
