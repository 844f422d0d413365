from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.searchable import Searchable
from goals.models.cycle import Cycle
from goals.models.fields import ProgressField, Status, weight_field
from people.models import Company, Department, User


class ObjectiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the person may read: published and open, or theirs to know (product.md §2)."""
        return self.filter(readable_by(user), company=user.company_id)

    def published(self):
        return self.filter(state=Objective.State.ACTIVE)

    def counted(self):
        """Those whose progress may enter a mean or a parent: active and open to the whole company."""
        return self.published().filter(visibility=Objective.Visibility.COMPANY)


def readable_by(user, prefix=""):
    """The condition under which ``user`` may read an objective, for queries on it or (by prefix) on its rows."""
    if user.is_admin:
        return Q()
    return readable_by_all(prefix) | readable_by_part(user, prefix)


def readable_by_all(prefix=""):
    return ~Q(**{f"{prefix}state": Objective.State.DRAFT}) & Q(
        **{f"{prefix}visibility": Objective.Visibility.COMPANY}
    )


def readable_by_part(user, prefix=""):
    """Owner, those who carry its key results, and the manager line: they read drafts and restricted ones too.

    A draft is not yet the contributors' to read, but it is its proposer's.
    """
    managed = user.managed_department_ids
    of_line = Q(**{f"{prefix}level": Objective.Level.DEPARTMENT, f"{prefix}department__in": managed}) | Q(
        **{f"{prefix}level": Objective.Level.INDIVIDUAL, f"{prefix}owner__department__in": managed}
    )
    proposed = Q(**{f"{prefix}state": Objective.State.DRAFT, f"{prefix}created_by": user})
    return Q(**{f"{prefix}owner": user}) | proposed | of_line | Q(carried_by(user, prefix))


def carried_by(person, prefix=""):
    """Whether the person (or the column an OuterRef names) owns one of its key results, is to, or contributes."""
    key_results = Objective.key_results.rel.related_model.objects.filter(
        Q(owner=person)
        | Q(on_table__owner=person)
        | Q(contributors=person) & ~Q(objective__state=Objective.State.DRAFT),
        objective=OuterRef(f"{prefix}pk"),
    )
    return Exists(key_results)


def may_read(reader, objective, *, is_carried=False):
    """What readable_by asks of the database, about an objective that is loaded with its owner.

    ``is_carried`` is what ``carried_by`` says of the reader; not asking it errs on the side of no.
    """
    if objective.company_id != reader.company_id:
        return False
    if reader.is_admin or (not objective.is_draft and not objective.is_restricted):
        return True
    is_proposed = objective.is_draft and objective.created_by_id == reader.pk
    in_line = objective.level != Objective.Level.COMPANY and (
        objective.home_department_id in reader.managed_department_ids
    )
    return objective.owner_id == reader.pk or is_proposed or in_line or is_carried


def whether(condition):
    """A condition as a column; the empty one is true of every row."""
    if not condition:
        return Value(True)
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())


class Objective(Searchable):
    """A qualitative aim with a why. Its progress and status are stored by goals.domain.rollup, nowhere else.

    ``proposed_by`` asked, at ``proposed_at``, that the draft be published; ``sent_back_at``: it was not ready yet.
    ``edition`` grows with every change of the words that people read, title and why; ``version`` with any change.
    """

    class Level(models.TextChoices):
        COMPANY = "company", _("Company")
        DEPARTMENT = "department", _("Department")
        INDIVIDUAL = "individual", _("Individual")

    class Ambition(models.TextChoices):
        COMMITTED = "committed", _("Committed")
        STRETCH = "stretch", _("Stretch")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        ARCHIVED = "archived", _("Archived")

    class Visibility(models.TextChoices):
        COMPANY = "company", _("Everyone in the company")
        RESTRICTED = "restricted", _("Only the people concerned")

    class Alignment(models.TextChoices):
        SUPPORTS = "supports", _("Supports")
        CONTRIBUTES = "contributes", _("Contributes")

    company = models.ForeignKey(Company, models.PROTECT, related_name="objectives")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="objectives", verbose_name=_("Cycle"))
    level = models.CharField(_("Level"), max_length=10, choices=Level.choices)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("Department"),
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="objectives", verbose_name=_("Owner"))
    title = models.CharField(_("Objective"), max_length=200)
    why = models.TextField(_("Why"), max_length=2000)
    ambition = models.CharField(_("Ambition"), max_length=10, choices=Ambition.choices, default=Ambition.COMMITTED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(
        _("Who can read it"), max_length=10, choices=Visibility.choices, default=Visibility.COMPANY
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Aligned to")
    )
    alignment = models.CharField(
        _("How it is aligned"), max_length=11, choices=Alignment.choices, default=Alignment.SUPPORTS
    )
    alignment_weight = weight_field(_("Weight in the parent"))
    contribution = models.TextField(_("What it contributes"), max_length=500, blank=True)
    progress = ProgressField(null=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NONE, editable=False)
    stated_status = models.CharField(max_length=10, choices=Status.choices, blank=True, editable=False)
    stated_reason = models.TextField(max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    proposed_at = models.DateTimeField(null=True, editable=False)
    sent_back_at = models.DateTimeField(null=True, editable=False)
    request_key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Objective")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["cycle", "level", "department"], name="objective_by_place"),
            models.Index(fields=["company", "cycle", "state"], name="objective_by_cycle"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="department", department__isnull=False)
                | (~Q(level="department") & Q(department__isnull=True)),
                name="objective_department_fits_level",
            ),
            models.CheckConstraint(condition=Q(alignment_weight__range=(1, 100)), name="objective_link_weight"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="objective_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["created_by", "request_key"],
                condition=Q(request_key__isnull=False),
                name="objective_request_once",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="restricted", alignment="contributes", parent__isnull=False),
                name="objective_restricted_only_supports",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None, proposed_at=None, sent_back_at=None)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="objective_proposed_by_somebody",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("objective", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_proposed(self):
        """Whether somebody waits for it to be published or sent back."""
        return self.is_draft and self.proposed_at is not None and self.sent_back_at is None

    @property
    def is_sent_back(self):
        return self.is_draft and self.sent_back_at is not None

    @property
    def is_published(self):
        return self.state == self.State.ACTIVE

    @property
    def is_archived(self):
        return self.state == self.State.ARCHIVED

    @property
    def is_restricted(self):
        return self.visibility == self.Visibility.RESTRICTED

    @property
    def takes_readings(self):
        """Whether everybody who may read it is asked to say so now: of the company, published, not yet in review."""
        is_company = self.level == self.Level.COMPANY
        return is_company and self.is_published and self.cycle.stage in Cycle.BEFORE_REVIEW

    @property
    def feeds_parent(self):
        """Whether its progress counts in its parent's, once it is published."""
        return self.parent_id is not None and self.alignment == self.Alignment.CONTRIBUTES

    @property
    def counts_in_parent(self):
        """Whether its progress counts in its parent's now: figures.counting_children for one that is loaded."""
        return self.feeds_parent and self.is_published and not self.is_restricted

    @property
    def home_department_id(self):
        """The department whose managers and rhythm it follows: its own, of an individual one its owner's."""
        return self.owner.department_id if self.level == self.Level.INDIVIDUAL else self.department_id
