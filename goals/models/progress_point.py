from django.db import models
from django.db.models import Q

from goals.models.fields import ProgressField, Status
from goals.models.key_result import KeyResult
from goals.models.objective import Objective
from people.models import Company


class ProgressPoint(models.Model):
    """Where one objective or key result stood at the end of one company day. The day's last write wins."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="points")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="points")
    on = models.DateField()
    progress = ProgressField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objective", "on"], name="point_objective_day"),
            models.UniqueConstraint(fields=["key_result", "on"], name="point_key_result_day"),
            models.CheckConstraint(
                condition=Q(objective__isnull=True, key_result__isnull=False)
                | Q(objective__isnull=False, key_result__isnull=True),
                name="point_of_exactly_one",
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.progress}"
