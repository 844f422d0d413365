from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.searchable import Searchable
from goals.models.key_result import KeyResult
from people.models import Company, User


class InitiativeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those the person does, those that serve a key result the person may read, and those that serve none."""
        served = KeyResult.objects.filter(initiatives=OuterRef("pk"))
        items = ActionItem.objects.filter(initiative=OuterRef("pk"), owner=user)
        return self.filter(
            ~Exists(served) | Exists(served.visible_to(user)) | Q(owner=user) | Exists(items),
            company=user.company_id,
        )

    def open(self):
        return self.filter(state__in=Initiative.OPEN)


class Initiative(Searchable):
    """A project or task that moves key results; what is done of it are its action items.

    ``ended_on`` is the company's day on which it was done or dropped; None of what is open, and where nobody knows.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("initiative", "Planned")
        DOING = "doing", pgettext_lazy("initiative", "In progress")
        DONE = "done", pgettext_lazy("initiative", "Done")
        DROPPED = "dropped", pgettext_lazy("initiative", "Dropped")

    class Priority(models.TextChoices):
        HIGH = "high", pgettext_lazy("priority", "High")
        NORMAL = "normal", pgettext_lazy("priority", "Normal")
        LOW = "low", pgettext_lazy("priority", "Low")

    OPEN = [State.PLANNED, State.DOING]

    company = models.ForeignKey(Company, models.PROTECT, related_name="initiatives")
    owner = models.ForeignKey(User, models.PROTECT, related_name="initiatives", verbose_name=_("Owner"))
    title = models.CharField(_("Initiative"), max_length=200)
    description = models.TextField(_("Description"), max_length=2000, blank=True)
    starts_on = models.DateField(_("From"))
    due_on = models.DateField(_("Due"))
    priority = models.CharField(_("Priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(
        pgettext_lazy("initiative", "State"),
        max_length=7,
        choices=State.choices,
        default=State.PLANNED,
        editable=False,
    )
    closing_reason = models.TextField(max_length=500, blank=True, editable=False)
    ended_on = models.DateField(_("Ended on"), null=True, editable=False)
    key_results = models.ManyToManyField(
        KeyResult, through="ServedKeyResult", related_name="initiatives", verbose_name=_("Key results it serves")
    )
    needs = models.ManyToManyField(
        "self", through="Dependency", symmetrical=False, related_name="needed_by", verbose_name=_("Waits for")
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Initiative")
        ordering = ["pk"]
        indexes = [models.Index(fields=["company", "state", "due_on"], name="initiative_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="initiative_due_after_start"),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(closing_reason=""), name="initiative_dropped_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(state__in=["done", "dropped"]), name="initiative_ended_is_over"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiative", args=[self.pk])

    @property
    def is_open(self):
        return self.state in self.OPEN

    def is_late(self, today):
        return self.is_open and self.due_on < today


class ServedKeyResult(models.Model):
    """That an initiative serves a key result. Who may read the one depends on the other, so neither just goes."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="served")
    key_result = models.ForeignKey(KeyResult, models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "key_result"], name="key_result_served_once")]

    def __str__(self):
        return f"{self.initiative} → {self.key_result}"


class Dependency(models.Model):
    """That an initiative waits for another. Such waits form no loop (goals.domain.initiatives)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="waits")
    needed = models.ForeignKey(Initiative, models.CASCADE, related_name="holds_up")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "needed"], name="initiative_waits_once"),
            models.CheckConstraint(condition=~Q(initiative=F("needed")), name="initiative_not_for_itself"),
        ]

    def __str__(self):
        return f"{self.initiative} → {self.needed}"


class ActionItem(models.Model):
    """One line of an initiative's checklist."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="items")
    text = models.CharField(_("Action"), max_length=200)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name=_("Owner")
    )
    due_on = models.DateField(_("Due"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("Action item")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="action_item_done_by_somebody",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def is_done(self):
        return self.done_at is not None
