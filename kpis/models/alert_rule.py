from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpis.models.kpi import Kpi
from people.models import User


class AlertRule(models.Model):
    """What is done, beside telling owner and watchers, when a KPI turns: who else is told, who is asked for more.

    With ``initiative_title`` an initiative is opened, for the KPI's owner unless ``initiative_owner`` is named.
    """

    class When(models.TextChoices):
        WARN = "warn", _("When it is no longer met")
        BAD = "bad", _("When it falls below its warn line")
        SIGNAL = "signal", _("When it gives a signal")

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="alert_rules")
    when = models.CharField(_("When"), max_length=6, choices=When.choices, default=When.WARN)
    notify = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("Tell"))
    asks_check_in = models.BooleanField(_("Ask the owners of its key results for a check-in"), default=False)
    initiative_title = models.CharField(_("Open an initiative called"), max_length=120, blank=True)
    initiative_owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner of the initiative")
    )
    initiative_days = models.PositiveSmallIntegerField(
        _("Days until it is due"), default=28, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kpi", "when"], name="alert_rule_once_per_case")]

    def __str__(self):
        return f"{self.kpi_id}: {self.when}"
