from uuid import uuid4

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.searchable import Searchable
from goals.models.fields import ValueField
from kpis import aggregation, periods, thresholds
from notifications.models import Activity, Watch
from people.models import Company, Department, User

CODE = RegexValidator(
    r"\A[A-Z][A-Z0-9_]{0,29}\Z",
    _("Use up to 30 capital letters, digits and underscores, beginning with a letter."),
)


class KpiQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the person may read: open ones, and restricted ones that are theirs to know (product.md §2)."""
        return self.filter(readable_by(user), company=user.company_id)

    def active(self):
        return self.filter(archived_at=None)


def readable_by(user, prefix=""):
    """The condition under which ``user`` may read a KPI, for queries on it or (by prefix) on its rows."""
    if user.is_admin:
        return Q()
    return (
        Q(**{f"{prefix}visibility": Kpi.Visibility.COMPANY})
        | Q(**{f"{prefix}owner": user})
        | Q(**{f"{prefix}department__in": user.managed_department_ids})
    )


def may_read(reader, kpi):
    """What readable_by asks of the database, about a KPI that is loaded."""
    if kpi.company_id != reader.company_id:
        return False
    if reader.is_admin or not kpi.is_restricted or kpi.owner_id == reader.pk:
        return True
    return kpi.department_id in reader.managed_department_ids


class Kpi(Searchable):
    """A standing metric with a target and an actual per period. Of a department, or of the company itself.

    ``target``, ``low`` and ``high`` are the default of every period without a target of its own. ``announced_*`` is
    how its latest actual stood when people were last told, or would have been: a thresholds.State and a
    signals.Signal, "" for none. ``version`` grows with every change of it or its targets, ``edition`` is another one
    with every change of its actuals or of what these are compared by.
    """

    class Category(models.TextChoices):
        FINANCIAL = "financial", _("Financial")
        OPERATIONAL = "operational", _("Operational")
        CUSTOMER = "customer", _("Customer")
        EMPLOYEE = "employee", _("Employee")

    class Kind(models.TextChoices):
        LEADING = "leading", _("Leading")
        LAGGING = "lagging", _("Lagging")

    class Frequency(models.TextChoices):
        DAY = periods.Frequency.DAY, _("Every day")
        WEEK = periods.Frequency.WEEK, _("Every week")
        MONTH = periods.Frequency.MONTH, _("Every month")
        QUARTER = periods.Frequency.QUARTER, _("Every quarter")
        HALF = periods.Frequency.HALF, _("Every half-year")
        YEAR = periods.Frequency.YEAR, _("Every year")

    class Direction(models.TextChoices):
        HIGHER = thresholds.Direction.HIGHER, _("The higher the better")
        LOWER = thresholds.Direction.LOWER, _("The lower the better")
        RANGE = thresholds.Direction.RANGE, _("Within a range")

    class Aggregation(models.TextChoices):
        SUM = aggregation.Aggregation.SUM, _("Sum")
        MEAN = aggregation.Aggregation.MEAN, _("Mean")
        LAST = aggregation.Aggregation.LAST, _("Last value")

    class Visibility(models.TextChoices):
        COMPANY = "company", _("Everyone in the company")
        RESTRICTED = "restricted", _("Only the people concerned")

    company = models.ForeignKey(Company, models.PROTECT, related_name="kpis")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="kpis", verbose_name=_("Department")
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="kpis", verbose_name=_("Owner"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    name = models.CharField(_("Name"), max_length=120)
    code = models.CharField(_("Code"), max_length=30, validators=[CODE])
    definition = models.TextField(_("Definition"), max_length=2000)
    why = models.TextField(_("Why it matters"), max_length=2000)
    category = models.CharField(_("Category"), max_length=11, choices=Category.choices)
    kind = models.CharField(_("Kind"), max_length=7, choices=Kind.choices)
    is_kgi = models.BooleanField(_("Key goal indicator (KGI)"), default=False)
    frequency = models.CharField(_("Measured"), max_length=7, choices=Frequency.choices, default=Frequency.MONTH)
    unit = models.CharField(_("Unit"), max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(_("Decimals"), default=0, validators=[MaxValueValidator(6)])
    direction = models.CharField(_("Direction"), max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    aggregation = models.CharField(
        _("Over longer periods"), max_length=4, choices=Aggregation.choices, default=Aggregation.SUM
    )
    formula = models.CharField(_("Formula"), max_length=500, blank=True)
    target = ValueField(_("Target"), null=True, blank=True)
    low = ValueField(_("Lower bound"), null=True, blank=True)
    high = ValueField(_("Upper bound"), null=True, blank=True)
    warn_from = models.DecimalField(
        _("Warn below"),
        max_digits=5,
        decimal_places=4,
        default=thresholds.WARN_FROM,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    grace_days = models.PositiveSmallIntegerField(
        _("Days until it is late"), null=True, blank=True, validators=[MaxValueValidator(180)]
    )
    source = models.CharField(_("Data source"), max_length=200, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_on = models.DateField(null=True, blank=True)
    if_bad = models.TextField(_("What we do if it turns red"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("Who can read it"), max_length=10, choices=Visibility.choices, default=Visibility.COMPANY
    )
    announced_state = models.CharField(max_length=9, blank=True, editable=False)
    announced_signal = models.CharField(max_length=9, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    edition = models.UUIDField(default=uuid4, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    alerts = GenericRelation(Activity)
    watches = GenericRelation(Watch)

    objects = KpiQuerySet.as_manager()

    class Meta:
        verbose_name = _("KPI")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="kpi_code_once"),
            models.CheckConstraint(condition=~Q(is_kgi=True, parent__isnull=False), name="kpi_kgi_is_a_root"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="kpi_not_its_own_parent"),
            models.CheckConstraint(condition=Q(warn_from__range=(0, 1)), name="kpi_warn_from_is_a_share"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="kpi_range_is_ordered",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kpi", args=[self.code])

    def search_parts(self):
        return [self.name, self.code]

    @property
    def home_department_id(self):
        return self.department_id

    @property
    def is_restricted(self):
        return self.visibility == self.Visibility.RESTRICTED

    @property
    def is_range(self):
        return self.direction == self.Direction.RANGE

    @property
    def days_of_grace(self):
        return periods.GRACE_DAYS[self.frequency] if self.grace_days is None else self.grace_days

    def is_asked_by(self, own):
        """Whether a target row asks for what the direction needs now: two bounds for a range, else one value."""
        return self.is_range == (own.target is None)

    def target_of(self, own=None):
        """What is asked for in a period: its own target row where that fits the direction, else the KPI's default."""
        asked = own if own and self.is_asked_by(own) else self
        return thresholds.Target(thresholds.Direction(self.direction), asked.target, asked.low, asked.high)
