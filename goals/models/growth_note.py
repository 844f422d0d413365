from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from goals.models.cycle import Cycle
from people.models import Company, User


class GrowthNote(models.Model):
    """What a person wants to grow in during a cycle, and what their manager adds (B17).

    Nobody else reads it, administrators included, and the manager only as long as they manage the person: the next
    one begins another note.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="growth_notes")
    manager = models.ForeignKey(User, models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    wish = models.TextField(_("What you want to grow in"), max_length=1000, blank=True)
    answer = models.TextField(_("What you add as the manager"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("Growth note")
        constraints = [
            models.UniqueConstraint(fields=["person", "manager", "cycle"], name="growth_note_once"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="growth_note_is_of_two"),
        ]

    def __str__(self):
        return self.person.name
