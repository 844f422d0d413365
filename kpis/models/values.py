from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.models.fields import ValueField
from kpis import thresholds
from kpis.models.kpi import Kpi
from people.models import Company, User


class PeriodValue(models.Model):
    """Something known about one KPI for one period, with the period's key and its first and last day."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="%(class)ss")
    period = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        abstract = True
        ordering = ["kpi", "starts_on"]

    def __str__(self):
        return f"{self.kpi_id} {self.period}"


class Target(PeriodValue):
    """What is asked for in one period, instead of the KPI's default."""

    target = ValueField(_("Target"), null=True)
    low = ValueField(_("Lower bound"), null=True)
    high = ValueField(_("Upper bound"), null=True)

    class Meta(PeriodValue.Meta):
        constraints = [
            models.UniqueConstraint(fields=["kpi", "period"], name="target_once_per_period"),
            models.CheckConstraint(
                condition=Q(target__isnull=False, low__isnull=True, high__isnull=True)
                | Q(target__isnull=True, low__isnull=False, high__isnull=False, low__lte=F("high")),
                name="target_is_a_value_or_a_range",
            ),
        ]

    def as_asked(self):
        """What it asks for, whatever the KPI's direction is by now."""
        direction = thresholds.Direction.HIGHER if self.low is None else thresholds.Direction.RANGE
        return thresholds.Target(direction, self.target, self.low, self.high)


class Measurement(PeriodValue):
    """The actual of one period as it stands now; every value it ever had is an entry.

    ``computed`` is what the KPI's formula gives, None without one. The actual follows it as long as the two are
    equal; one typed over it stays, and their difference is shown. Only following a formula can it become None.
    """

    value = ValueField(_("Actual"), null=True)
    computed = ValueField(null=True, editable=False)

    class Meta(PeriodValue.Meta):
        constraints = [models.UniqueConstraint(fields=["kpi", "period"], name="measurement_once_per_period")]

    @property
    def follows_formula(self):
        return self.value == self.computed

    @property
    def typed_over(self):
        """How far the typed actual lies from the computed one; None where there is no such pair, or no difference."""
        if self.value is None or self.computed is None or self.follows_formula:
            return None
        return self.value - self.computed


class MeasurementEntry(models.Model):
    """One write of an actual, by whom and which way. Append-only: the database refuses UPDATE and DELETE."""

    class Way(models.TextChoices):
        PAGE = "page", _("Typed")
        FILE = "file", _("From a file")
        API = "api", _("By the API")
        FORMULA = "formula", _("Computed")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="entries")
    value = ValueField(null=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    way = models.CharField(max_length=7, choices=Way.choices, default=Way.PAGE)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.measurement_id}: {self.value}"
