from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goals.models import KeyResult
from kpis.models.kpi import Kpi


class KeyResultLinkQuerySet(models.QuerySet):
    def driving(self):
        """Those whose KPI gives the key result its value."""
        return self.exclude(mode=KeyResultLink.Mode.CONTEXT)


class KeyResultLink(models.Model):
    """A KPI that belongs to a key result: as context, or, one at most, as what drives its value."""

    class Mode(models.TextChoices):
        CONTEXT = "context", _("Shown beside it")
        LATEST = "latest", _("Gives its value: the latest actual")
        TO_DATE = "to_date", _("Gives its value: all actuals so far")

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="key_result_links")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="kpi_links")
    mode = models.CharField(_("What it does"), max_length=7, choices=Mode.choices, default=Mode.CONTEXT)

    objects = KeyResultLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "key_result"], name="kpi_linked_once"),
            models.UniqueConstraint(
                fields=["key_result"], condition=~Q(mode="context"), name="kpi_one_drives_a_key_result"
            ),
        ]

    def __str__(self):
        return f"{self.kpi_id} → {self.key_result_id}"

    @property
    def drives(self):
        return self.mode != self.Mode.CONTEXT
