"""What makes a KPI a good one: looked up in its fields, or answered by people. Hints, never a wall (A24, A38)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goals.wording import written_on
from kpis.models import QualityAnswer

Question, Answer = QualityAnswer.Question, QualityAnswer.Answer
TONES = {Answer.YES: "good", Answer.NO: "warn", Answer.UNSURE: "none"}


@dataclass(frozen=True)
class Check:
    """One hint; ``is_met`` says whether the fields already answer it."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class QuestionRow:
    """A question with what was answered; everything but ``text`` is empty while it is open."""

    text: str
    answer: str = ""
    tone: str = ""
    remark: str = ""
    said: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Checklist:
    checks: list[Check]
    questions: list[QuestionRow]

    @property
    def count_met(self):
        return sum(check.is_met for check in self.checks)

    @property
    def is_answered(self):
        return any(question.answer for question in self.questions)


def checklist(kpi):
    """What is known of the quality of a KPI, which need not be saved yet. Two queries at most."""
    return Checklist(smart_checks(kpi), question_rows(kpi))


def smart_checks(kpi):
    """SMART, and a few habits more, from the fields of a KPI."""
    return [
        Check(_("Specific: the definition says what is counted, in a sentence or two."), bool(kpi.definition)),
        Check(_("Measurable: it has a unit and a data source."), bool(kpi.unit and kpi.source)),
        Check(_("Achievable: it has a target to judge it by."), kpi.target_of().is_set),
        Check(_("Relevant: it says which decision it serves."), bool(kpi.why)),
        Check(_("Time-bound: every period has an end, and a day when the actual is late."), True),
        Check(_("Tied to something: a KGI, a KPI above it or a key result."), is_tied(kpi)),
        Check(_("Somebody answers for it: one named owner."), True),
        Check(_("Somebody has checked the source."), kpi.verified_on is not None),
        Check(_("It says what you do if it turns red."), bool(kpi.if_bad)),
    ]


def is_tied(kpi):
    return kpi.is_kgi or kpi.parent_id is not None or (kpi.pk is not None and kpi.key_result_links.exists())


def question_rows(kpi):
    """Every question, answered or open."""
    given = kpi.quality_answers.select_related("author") if kpi.pk else ()
    answers = {row.question: row for row in given}
    return [question_row(question, answers.get(question)) for question in Question]


def question_row(question, given):
    if given is None:
        return QuestionRow(question.label)
    return QuestionRow(
        text=question.label,
        answer=given.get_answer_display(),
        tone=TONES[given.answer],
        remark=given.remark,
        said=f"{given.author.name} · {written_on(given.answered_at)}",
        hint="" if given.answer == Answer.YES else hint_of(question),
    )


def hint_of(question):
    """What may help where the answer is no, or not yet known."""
    return {
        Question.PROGRESS: _("Perhaps count what changes for customers or the company, rather than what was done."),
        Question.CLEAR: _("Perhaps a plainer name, or a definition that a newcomer could read aloud."),
        Question.EASY: _("Perhaps a number that a system already holds, or a longer rhythm."),
    }[question]
