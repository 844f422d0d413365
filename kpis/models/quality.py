from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpis.models.kpi import Kpi
from people.models import User


class QualityAnswer(models.Model):
    """What somebody thinks of a KPI, asked what no field of it can answer. An unanswered question has no row."""

    class Question(models.TextChoices):
        PROGRESS = "progress", _("Does it really show progress, or only that work was done?")
        CLEAR = "clear", _("Can people understand it without an explanation?")
        EASY = "easy", _("Can it be measured every period without much effort?")

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("answer", "Yes")
        NO = "no", pgettext_lazy("answer", "No")
        UNSURE = "unsure", pgettext_lazy("answer", "Not sure")

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="quality_answers")
    question = models.CharField(max_length=8, choices=Question.choices)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    remark = models.CharField(_("Remark"), max_length=500, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kpi", "question"], name="quality_question_answered_once")]

    def __str__(self):
        return f"{self.kpi_id} {self.question}: {self.answer}"
