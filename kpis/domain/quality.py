"""Answers to the questions about a KPI that no field of it can answer (A38)."""

from django.db import transaction
from django.utils import timezone

from kpis.domain.measurements import lock_kpi
from kpis.models import QualityAnswer
from people.domain.audit import record_differences


@transaction.atomic
def answer_quality(kpi, answers, *, actor):
    """Store what is thought of the KPI. ``answers`` maps a question to (answer, remark); "" takes an answer back.

    What stays as it was, or is not among them, keeps its author and moment.
    """
    locked = lock_kpi(kpi.pk)
    before = {row.question: (row.answer, row.remark) for row in locked.quality_answers.all()}
    for question, given in answers.items():
        if given != before.get(question, ("", "")):
            write_answer(locked, question, *given, actor=actor)
    told = {f"quality_{question}": in_words(given) for question, given in before.items()}
    telling = told | {f"quality_{question}": in_words(given) for question, given in answers.items()}
    record_differences(locked, told, telling, actor=actor, action="kpi.quality_answered")


def write_answer(kpi, question, answer, remark, *, actor):
    if not answer:
        kpi.quality_answers.filter(question=question).delete()
        return
    values = {"answer": answer, "remark": remark, "author": actor, "answered_at": timezone.now()}
    QualityAnswer.objects.update_or_create(kpi=kpi, question=question, defaults=values)


def in_words(given):
    """One answer as the audit entry keeps it; None where there is none."""
    return ": ".join(filter(None, given)) or None
