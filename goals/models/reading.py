from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from goals.models.objective import Objective
from people.models import Company, User


class Reading(models.Model):
    """A person has read a company objective, and how clear it is to them what it means for their work (B2, B25).

    ``edition`` is that of the words they read: once the objective has another one, they are asked again. Who answered
    what is shown to nobody.
    """

    class Answer(models.TextChoices):
        CLEAR = "clear", pgettext_lazy("reading", "Clear")
        PARTLY = "partly", pgettext_lazy("reading", "Partly")
        NOT_YET = "not_yet", pgettext_lazy("reading", "Not yet")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="readings")
    person = models.ForeignKey(User, models.CASCADE, related_name="readings")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    edition = models.PositiveIntegerField(pgettext_lazy("reading", "Wording no."))
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("what it is", "Reading")
        constraints = [models.UniqueConstraint(fields=["objective", "person"], name="read_once_per_person")]

    def __str__(self):
        return f"{self.objective_id} {self.person_id}"
