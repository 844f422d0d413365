from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.validators import validate_time_zone
from people.tree import DepartmentTree


class Cadence(models.TextChoices):
    WEEKLY = "weekly", _("Every week")
    BIWEEKLY = "biweekly", _("Every two weeks")


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Holidays(models.TextChoices):
    """Whose public holidays a company observes; the values are country codes."""

    NONE = "", pgettext_lazy("public holidays", "None")
    JAPAN = "JP", _("Those of Japan")


class Company(models.Model):
    """The tenant: nothing crosses it. ``setup_step`` is where the first administrator goes on; empty when done."""

    class SetupStep(models.TextChoices):
        RHYTHM = "rhythm", _("Calendar and rhythm")
        DEPARTMENTS = "departments", _("Departments")
        PEOPLE = "people", _("Members")
        CYCLE = "cycle", _("First cycle")
        DONE = "done", _("Ready")

    name = models.CharField(_("Company name"), max_length=120)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="ja")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Tokyo", validators=[validate_time_zone])
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("Fiscal year starts in month"), default=4, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    cadence = models.CharField(_("Check-in cadence"), max_length=10, choices=Cadence.choices, default=Cadence.WEEKLY)
    due_weekday = models.PositiveSmallIntegerField(
        _("Check-ins are due on"), choices=Weekday.choices, default=Weekday.FRIDAY
    )
    earlier_weekdays = models.JSONField(default=list, blank=True, editable=False)
    due_hour = models.PositiveSmallIntegerField(_("at hour"), default=18, validators=[MaxValueValidator(23)])
    holidays = models.CharField(
        _("Public holidays"), max_length=2, choices=Holidays.choices, blank=True, default=Holidays.NONE
    )
    setup_step = models.CharField(max_length=12, choices=SetupStep.choices, blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Company")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)), name="company_fiscal_month"
            ),
            models.CheckConstraint(condition=models.Q(due_weekday__lte=6), name="company_due_weekday"),
            models.CheckConstraint(condition=models.Q(due_hour__lte=23), name="company_due_hour"),
        ]

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def today(self):
        """The date it is now in the company's own time zone."""
        return self.day_of(timezone.now())

    def day_of(self, moment):
        """The date of an aware datetime in the company's own time zone."""
        return moment.astimezone(self.zone).date()

    @cached_property
    def tree(self):
        """The departments as they stood when this object first asked: one query, kept for the request."""
        return DepartmentTree(self.departments.select_related("manager"))

    @cached_property
    def days_off_spans(self):
        """(first day, last day) of the company's own days off, loaded once or prefetched."""
        return [(each.starts_on, each.ends_on) for each in self.days_off.all()]
