from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.searchable import Searchable
from goals.models.cycle import Cycle
from goals.models.fields import CLOSED, ProgressField, Status, ValueField, weight_field
from goals.models.objective import Objective, readable_by
from people.models import Company, User


class KeyResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the objectives the person may read."""
        return self.filter(readable_by(user, "objective__"), company=user.company_id)

    def live(self):
        """Neither done nor dropped, in a published objective."""
        return self.exclude(status__in=CLOSED).filter(objective__state=Objective.State.ACTIVE)

    def under_way(self):
        """The live ones of cycles that are not closed."""
        return self.live().exclude(objective__cycle__stage=Cycle.Stage.CLOSED)

    def awake_on(self, day):
        """Those that do not rest on the company day: see ``rests_on``."""
        goes_on_later = Q(resumes_on=None) | Q(resumes_on__gt=day)
        return self.exclude(goes_on_later, paused_on__isnull=False)


class KeyResult(Searchable):
    """A measurable result of an objective with one named owner.

    ``current``, ``progress``, ``status``, ``trend`` and the check-in fields are stored by
    goals.domain.check_ins and goals.domain.rollup, nowhere else. The value of an automatic one is not typed:
    it comes from goals.feeding.

    ``agreed`` is the proposal whose terms are in force, ``on_table`` the one that waits for consent. With neither
    no agreement is recorded. ``proposed_by`` set the terms last.

    ``paused_on`` is the company day of its latest pause and ``resumes_on`` the first day after it, None while
    nobody has said when: see ``rests_on``.
    """

    TERMS = ["owner", "kind", "start", "target", "low", "high", "starts_on", "due_on"]

    class Kind(models.TextChoices):
        REACH = "reach", _("Reach a value")
        KEEP_AT_LEAST = "keep_at_least", _("Keep at or above a value")
        KEEP_AT_MOST = "keep_at_most", _("Keep at or below a value")
        KEEP_WITHIN = "keep_within", _("Keep within a range")
        MILESTONES = "milestones", _("Complete milestones")
        INITIATIVES = "initiatives", _("Complete initiatives")

    COUNTED = [Kind.MILESTONES, Kind.INITIATIVES]

    class Agreement(models.TextChoices):
        """How far owner and manager have come, told from ``agreed`` and ``on_table``."""

        NONE = "none", _("No agreement recorded")
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        CHANGING = "changing", _("Change proposed")

    class Ownership(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Does the work")
        MANAGER = "manager", _("Leads several people")
        TEAM = "team", _("Speaks for a team")

    company = models.ForeignKey(Company, models.PROTECT, related_name="key_results")
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="key_results")
    owner = models.ForeignKey(User, models.PROTECT, related_name="key_results", verbose_name=_("Owner"))
    ownership = models.CharField(
        _("The owner"), max_length=11, choices=Ownership.choices, default=Ownership.CONTRIBUTOR
    )
    contributors = models.ManyToManyField(
        User, related_name="contributions", blank=True, verbose_name=_("Contributors")
    )
    title = models.CharField(_("Key result"), max_length=200)
    kind = models.CharField(_("How it is measured"), max_length=13, choices=Kind.choices, default=Kind.REACH)
    unit = models.CharField(_("Unit"), max_length=20, blank=True)
    start = ValueField(_("Start"), null=True, blank=True)
    target = ValueField(_("Target"), null=True, blank=True)
    low = ValueField(_("Lower bound"), null=True, blank=True)
    high = ValueField(_("Upper bound"), null=True, blank=True)
    weight = weight_field(_("Weight"))
    starts_on = models.DateField(_("From"))
    due_on = models.DateField(_("Due"))
    position = models.PositiveIntegerField(default=0, editable=False)
    is_automatic = models.BooleanField(default=False, editable=False)
    current = ValueField(null=True, editable=False)
    progress = ProgressField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NONE, editable=False)
    closing_reason = models.TextField(max_length=500, blank=True, editable=False)
    pause_reason = models.TextField(_("Why it is paused"), max_length=500, blank=True, editable=False)
    paused_on = models.DateField(_("Paused on"), null=True, editable=False)
    resumes_on = models.DateField(_("Goes on from"), null=True, editable=False)
    last_check_in_at = models.DateTimeField(null=True, editable=False)
    last_period = models.DateField(null=True, editable=False)
    last_note = models.CharField(max_length=200, blank=True, editable=False)
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    trend = models.JSONField(default=list, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    agreed = models.ForeignKey("Proposal", models.PROTECT, null=True, related_name="+", editable=False)
    on_table = models.ForeignKey("Proposal", models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("Key result")
        ordering = ["objective", "position", "pk"]
        indexes = [models.Index(fields=["owner", "status"], name="key_result_by_owner")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="key_result_due_after_start"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="key_result_weight"),
            models.CheckConstraint(
                condition=~Q(kind="reach") | (Q(start__isnull=False, target__isnull=False) & ~Q(start=F("target"))),
                name="key_result_reach_has_a_way",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["keep_at_least", "keep_at_most"]) | Q(target__isnull=False),
                name="key_result_keep_has_a_bound",
            ),
            models.CheckConstraint(
                condition=~Q(kind="keep_within") | Q(low__isnull=False, high__isnull=False, low__lte=F("high")),
                name="key_result_range_is_ordered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="milestones", is_automatic=True), name="key_result_milestones_are_ticked"
            ),
            models.CheckConstraint(
                condition=~Q(kind="initiatives", is_automatic=True), name="key_result_items_are_ticked"
            ),
            models.CheckConstraint(
                condition=Q(paused_on=None, resumes_on=None, pause_reason="")
                | Q(
                    Q(resumes_on=None) | Q(resumes_on__gte=F("paused_on")),
                    ~Q(pause_reason=""),
                    paused_on__isnull=False,
                ),
                name="key_result_paused_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("key-result", args=[self.pk])

    @property
    def home_department_id(self):
        return self.objective.home_department_id

    @property
    def is_live(self):
        return self.status not in CLOSED

    def rests_on(self, day):
        """Whether no check-in is asked for on the company day: it is paused, or was until later.

        What fell due before the end of a pause is no longer asked for either.
        """
        return self.paused_on is not None and (self.resumes_on is None or day < self.resumes_on)

    @property
    def is_settled(self):
        """Whether its figures stay as they are, whatever becomes of what they came from."""
        return not self.is_live or self.objective.cycle.is_closed

    @property
    def agreement(self):
        if self.agreed_id is None:
            return self.Agreement.PROPOSED if self.on_table_id else self.Agreement.NONE
        return self.Agreement.CHANGING if self.on_table_id else self.Agreement.AGREED

    @property
    def is_handed_over(self):
        """Whether what lies on the table names another owner."""
        return self.on_table_id is not None and self.on_table.owner_id != self.owner_id

    @property
    def is_taken_back(self):
        """Whether a hand-over was withdrawn last, of what nobody had agreed to yet."""
        return self.on_table_id is not None and self.on_table.act == self.on_table.Act.WITHDRAWN

    @property
    def is_keep(self):
        return self.kind.startswith("keep_")

    @property
    def has_milestones(self):
        return self.kind == self.Kind.MILESTONES

    @property
    def has_initiatives(self):
        return self.kind == self.Kind.INITIATIVES

    @property
    def is_counted(self):
        """Whether its value says how much of its steps is done: no number with a unit and a target."""
        return self.kind in self.COUNTED

    @property
    def is_derived(self):
        """Whether its value is nobody's to type: a check-in then says status and note only."""
        return self.is_automatic or self.has_initiatives


class Milestone(models.Model):
    """A named, weighted step of a ``milestones`` key result. Whether it is done is the latest check-in's word."""

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="milestones")
    name = models.CharField(_("Milestone"), max_length=120)
    weight = weight_field(_("Weight"))
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Milestone")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="milestone_weight")]

    def __str__(self):
        return self.name
