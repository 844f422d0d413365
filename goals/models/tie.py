from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from goals.models.key_result import KeyResult


class TieQuerySet(models.QuerySet):
    def of(self, key_result):
        """Those that the key result is part of, whichever end of them it is."""
        return self.filter(Q(key_result=key_result) | Q(other=key_result))

    def between(self, key_result, other):
        return self.filter(
            Q(key_result=key_result, other=other) | Q(key_result=other, other=key_result),
        )


class Tie(models.Model):
    """That a key result has to do with another one, mostly of another team, and how (B14). Two have one at most."""

    class Kind(models.TextChoices):
        """What ``other`` is to ``key_result``."""

        NEEDS = "needs", _("Has to come first")
        FOLLOWS = "follows", _("Moves the figures of this one")
        SHARES = "shares", _("Shares people or money with it")

    SEEN_FROM_OTHER = {
        Kind.NEEDS: _("Waits for this one"),
        Kind.FOLLOWS: _("Its figures follow this one"),
        Kind.SHARES: Kind.SHARES.label,
    }

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="ties")
    other = models.ForeignKey(KeyResult, models.CASCADE, related_name="ties_to_it")
    kind = models.CharField(max_length=7, choices=Kind.choices)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Least("key_result", "other"), Greatest("key_result", "other"), name="tied_once"),
            models.CheckConstraint(condition=~Q(key_result=F("other")), name="not_tied_to_itself"),
        ]

    def __str__(self):
        return f"{self.key_result_id} {self.kind} {self.other_id}"

    def said_from(self, key_result):
        """What the end that is not ``key_result`` is to it, in words."""
        is_first = self.key_result_id == key_result.pk
        return str(self.Kind(self.kind).label if is_first else self.SEEN_FROM_OTHER[self.kind])
