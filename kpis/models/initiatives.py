from django.db import models
from django.db.models import Q

from goals.models import Initiative
from kpis.models.kpi import Kpi


class InitiativeLink(models.Model):
    """That an initiative should move a KPI."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="initiative_links")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="kpi_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kpi", "initiative"], name="kpi_moved_once")]

    def __str__(self):
        return f"{self.initiative_id} → {self.kpi_id}"


class Opening(models.Model):
    """That a rule of a KPI opened an initiative; ``occasion`` and ``data`` are those of the alert that set it off.

    In ``data`` is also the ``name`` that the KPI had then and that may stand in the title.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="openings")
    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="opening")
    occasion = models.CharField(max_length=64)
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "occasion"], name="opened_once_per_occasion"),
            models.CheckConstraint(condition=~Q(occasion=""), name="opened_for_something"),
        ]

    def __str__(self):
        return f"{self.kpi_id}: {self.occasion}"
