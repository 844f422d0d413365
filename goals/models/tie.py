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

    @property
    def seen(self):
        """{id of either end: what the other end is to it}."""
        return {self.key_result_id: Seen(self.kind), self.other_id: TURNED.get(self.kind, Seen(self.kind))}


class Seen(models.TextChoices):
    """What a key result is to one it is tied to: the kind of the tie, or how that looks from its other end."""

    NEEDS = Tie.Kind.NEEDS.value, Tie.Kind.NEEDS.label
    NEEDED = "needed", _("Waits for this one")
    FOLLOWS = Tie.Kind.FOLLOWS.value, Tie.Kind.FOLLOWS.label
    FOLLOWED = "followed", _("Its figures follow this one")
    SHARES = Tie.Kind.SHARES.value, Tie.Kind.SHARES.label


TURNED = {Tie.Kind.NEEDS: Seen.NEEDED, Tie.Kind.FOLLOWS: Seen.FOLLOWED}
