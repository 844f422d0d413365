from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import SegmentedRadio
from goals.forms.fields import model_field
from kpis.models import QualityAnswer

CHOICES = [*QualityAnswer.Answer.choices, ("", _("No answer"))]
REMARK = "{}_remark"


class QualityForm(forms.Form):
    """Every question with its answer and a remark; each may stay open."""

    def __init__(self, *args, kpi, **kwargs):
        given = {row.question: row for row in kpi.quality_answers.all()}
        initial = {question: row.answer for question, row in given.items()}
        initial |= {REMARK.format(question): row.remark for question, row in given.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for question, text in QualityAnswer.Question.choices:
            self.fields[question] = forms.ChoiceField(
                label=text, choices=CHOICES, required=False, widget=SegmentedRadio, initial=""
            )
            self.fields[REMARK.format(question)] = model_field(QualityAnswer, "remark")

    def clean(self):
        values = super().clean()
        for question in QualityAnswer.Question.values:
            if values.get(REMARK.format(question)) and values.get(question) == "":
                self.add_error(question, _("Choose an answer for the remark to stand beside."))
        return values

    def answers(self):
        """{question: (answer, remark)} as the domain function takes it."""
        values = self.cleaned_data
        return {
            question: (values[question], values[REMARK.format(question)])
            for question in QualityAnswer.Question.values
        }
