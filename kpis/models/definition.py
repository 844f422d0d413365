from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpis.models.kpi import Kpi
from people.models import Company, User


class DefinitionVersion(models.Model):
    """What a KPI meant from a day on, and why that changed. Append-only; values are not compared across one."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="versions")
    effective_on = models.DateField(_("From"))
    reason = models.CharField(_("Reason"), max_length=500)
    definition = models.TextField()
    formula = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=6, choices=Kpi.Direction.choices)
    frequency = models.CharField(max_length=7, choices=Kpi.Frequency.choices)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["effective_on", "pk"]

    def __str__(self):
        return f"{self.kpi_id} {self.effective_on}"


class Baseline(models.Model):
    """The day from which the limits of a KPI are computed anew, and why."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="baselines")
    starts_on = models.DateField(_("From"))
    reason = models.CharField(_("Reason"), max_length=500)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.UniqueConstraint(fields=["kpi", "starts_on"], name="baseline_once_a_day")]

    def __str__(self):
        return f"{self.kpi_id} {self.starts_on}"


class KpiNote(models.Model):
    """Something that happened on a day and explains a value: a campaign, an outage."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="notes")
    on = models.DateField(_("Day"))
    text = models.CharField(_("Note"), max_length=200)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return self.text
