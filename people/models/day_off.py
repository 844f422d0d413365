from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.company import Company


class DayOff(models.Model):
    """Days on which the whole company rests beside weekends and public holidays; both ends belong to them."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="days_off")
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    name = models.CharField(_("Name"), max_length=60)

    class Meta:
        verbose_name = _("Days off")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="day_off_ends_later"),
            models.UniqueConstraint(fields=["company", "starts_on"], name="day_off_begins_once"),
        ]

    def __str__(self):
        return self.name
