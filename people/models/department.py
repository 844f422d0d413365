from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.searchable import Searchable
from people.models.company import Cadence, Company, Weekday


class Department(Searchable):
    """A node of the company's tree. Its check-in rhythm is the company's unless it states its own."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="departments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Belongs to")
    )
    name = models.CharField(_("Department name"), max_length=120)
    code = models.CharField(_("Code"), max_length=40, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_departments",
        verbose_name=_("Manager"),
    )
    position = models.PositiveIntegerField(default=0)
    cadence = models.CharField(_("Check-in cadence"), max_length=10, choices=Cadence.choices, blank=True)
    due_weekday = models.PositiveSmallIntegerField(
        _("Check-ins are due on"), choices=Weekday.choices, null=True, blank=True
    )
    earlier_weekdays = models.JSONField(default=list, blank=True, editable=False)
    due_hour = models.PositiveSmallIntegerField(
        _("at hour"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )

    class Meta:
        verbose_name = _("Department")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_once_per_parent"),
            models.UniqueConstraint(
                fields=["company", "name"],
                condition=models.Q(parent__isnull=True),
                name="department_name_once_at_the_top",
            ),
            models.UniqueConstraint(
                fields=["company", "code"], condition=~models.Q(code=""), name="department_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(due_weekday__isnull=True) | models.Q(due_weekday__lte=6),
                name="department_due_weekday",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="department_not_its_own_parent"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("department", args=[self.pk])

    def search_parts(self):
        return [self.name, self.code]
