from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import SegmentedRadio
from goals.forms.fields import model_field
from kpis.models import QualityAnswer

CHOICES = [*QualityAnswer.Answer.choices, ("", _("No answer"))]
REMARK = "{}_remark"


class QualityForm(forms.Form):
    """Every question with its answer and a remark; each may stay open.

    It carries what it was drawn with, so that only what the person changed is sent on.
    """

    def __init__(self, *args, kpi, **kwargs):
        given = {row.question: row for row in kpi.quality_answers.all()}
        initial = {question: row.answer for question, row in given.items()}
        initial |= {REMARK.format(question): row.remark for question, row in given.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for question, text in QualityAnswer.Question.choices:
            self.fields[question] = forms.ChoiceField(
                label=text,
                choices=CHOICES,
                required=False,
                widget=SegmentedRadio,
                initial="",
                show_hidden_initial=True,
            )
            remark = model_field(QualityAnswer, "remark", show_hidden_initial=True)
            self.fields[REMARK.format(question)] = remark

    def clean(self):
        values = super().clean()
        for question in QualityAnswer.Question.values:
            if values.get(REMARK.format(question)) and values.get(question) == "":
                self.add_error(question, _("Choose an answer for the remark to stand beside."))
        return values

    def answers(self):
        """{question: (answer, remark)} of those changed, as the domain function takes it; others stay as they are."""
        values = self.cleaned_data
        return {
            question: (values[question], values[REMARK.format(question)])
            for question in QualityAnswer.Question.values
            if question in self.data and any(map(self.says_something_new, (question, REMARK.format(question))))
        }

    def says_something_new(self, name):
        return self.data.get(self[name].html_initial_name) != self.cleaned_data[name]
