from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.periods import cycle_name, week_of_cycle
from people.models import Company


class CycleQuerySet(models.QuerySet):
    def of(self, company):
        return self.filter(company=company)

    def around(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def open(self):
        return self.exclude(stage=Cycle.Stage.CLOSED)


class Cycle(models.Model):
    """A quarter, half, year or custom span of OKR work. First and last day are inclusive company dates."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", _("Quarter")
        HALF = "half", _("Half-year")
        YEAR = "year", _("Year")
        CUSTOM = "custom", _("Custom dates")

    class Stage(models.TextChoices):
        PLANNING = "planning", _("Planning")
        RUNNING = "running", _("Running")
        REVIEW = "review", _("In review")
        CLOSED = "closed", _("Closed")

    TAKING_CHECK_INS = (Stage.RUNNING, Stage.REVIEW)
    BEFORE_REVIEW = (Stage.PLANNING, Stage.RUNNING)

    company = models.ForeignKey(Company, models.PROTECT, related_name="cycles")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.QUARTER)
    own_name = models.CharField(_("Name"), max_length=80, blank=True)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    stage = models.CharField(_("Stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNING)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Cycle")
        ordering = ["-starts_on", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cycle_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["company", "kind", "starts_on", "ends_on"], name="cycle_once_per_company"
            ),
            models.CheckConstraint(condition=~Q(kind="custom") | ~Q(own_name=""), name="cycle_custom_has_a_name"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Its own name, or the one its dates give it in the reader's language."""
        if self.own_name:
            return self.own_name
        return cycle_name(self.kind, self.starts_on, self.company.fiscal_year_start_month, get_language())

    @property
    def is_closed(self):
        return self.stage == self.Stage.CLOSED

    @property
    def takes_check_ins(self):
        return self.stage in self.TAKING_CHECK_INS

    def week(self, day):
        """Which 7-day block of the cycle the day lies in, from 1; None outside it."""
        return week_of_cycle(day, self.starts_on) if self.starts_on <= day <= self.ends_on else None
