from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.models.fields import ValueField
from goals.models.key_result import KeyResult
from people.models import Company, User


class Party(models.TextChoices):
    """The two sides of an agreement."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Accountable manager")


class Confidence(models.TextChoices):
    """How sure an owner is, at the start, to reach what they consent to (B25): something to talk about, no score."""

    HIGH = "high", _("Confident")
    EVEN = "even", _("Even odds")
    LOW = "low", _("Not so sure")


class Proposal(models.Model):
    """Terms of a key result that somebody laid on the table: one round on the way to an agreement.

    Append-only: the rows of a key result, in order, are its trail. ``support`` is what the author needs to keep
    to these terms. ``note`` tells a successor what they should know of a key result that is handed over.
    ``is_late``: what was agreed already is to change in the second half of the cycle.
    """

    class Act(models.TextChoices):
        PROPOSED = "proposed", _("Proposal")
        COUNTERED = "countered", _("Counter-proposal")
        CHANGED = "changed", _("Change proposed")
        HANDED = "handed", _("Hand-over proposed")
        WITHDRAWN = "withdrawn", _("Change withdrawn")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=9, choices=Act.choices)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Owner"))
    kind = models.CharField(_("How it is measured"), max_length=13, choices=KeyResult.Kind.choices)
    start = ValueField(_("Start"), null=True)
    target = ValueField(_("Target"), null=True)
    low = ValueField(_("Lower bound"), null=True)
    high = ValueField(_("Upper bound"), null=True)
    starts_on = models.DateField(_("From"))
    due_on = models.DateField(_("Due"))
    support = models.TextField(_("Support needed"), max_length=1000, blank=True)
    reason = models.TextField(_("Reason"), max_length=1000, blank=True)
    note = models.TextField(_("What the successor should know"), max_length=1000, blank=True)
    is_late = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key_result", "number"]
        constraints = [
            models.UniqueConstraint(fields=["key_result", "number"], name="proposal_number_once"),
            models.CheckConstraint(
                condition=~Q(act="countered") | ~Q(reason=""), name="proposal_counter_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(act="handed") | Q(note=""), name="proposal_note_is_for_a_successor"),
        ]

    def __str__(self):
        return f"{self.key_result_id} #{self.number}"


class Consent(models.Model):
    """One party's yes to the terms of a proposal, by the person themselves. Append-only.

    ``confidence`` is what an owner may say with it, "" where they said nothing.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="consents")
    party = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    confidence = models.CharField(
        _("How sure are you to reach this?"), max_length=4, choices=Confidence.choices, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "party"], name="consent_once_a_party"),
            models.CheckConstraint(
                condition=Q(confidence="") | Q(party=Party.OWNER, confidence__in=Confidence.values),
                name="consent_confidence_is_an_owners",
            ),
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.party}"
