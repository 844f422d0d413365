from django.db import models
from django.utils import timezone

from goals.models.key_result import KeyResult
from people.models import Company, User


class UsedLink(models.Model):
    """A person has answered from a mail: a check-in that was due, or terms that waited for consent. Append-only.

    ``occasion`` is what was asked about the key result: the first day of the check-in period, or the number of the
    proposal. Whichever link of whichever mail was pressed, it is answered once.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=10)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key_result", "occasion"], name="link_used_once_an_occasion")
        ]

    def __str__(self):
        return f"{self.key_result_id} {self.occasion}"
