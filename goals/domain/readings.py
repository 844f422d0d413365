"""Saying that one has read a company objective, and how clear it is what it means for one's own work (B2, B25)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.domain.errors import GoalError
from goals.domain.locks import lock_objective
from goals.models import Reading
from people.domain.audit import record_change


@transaction.atomic
def say_read(objective, answer, *, edition, actor):
    """Keep that the actor has read the objective in the words of that ``edition``, in place of what they said before.

    The audit log tells that they read these words, and nothing of their answer, which is nobody else's to know: from
    a note that it changed, and the counts before and after, it could be told.
    Raises GoalError where it is not asked about now, or the words are others meanwhile.
    """
    locked = lock_objective(objective.pk)
    check_asked(locked, edition)
    found = Reading.objects.filter(objective=locked, person=actor).first()
    reading = found or Reading(company=locked.company, objective=locked, person=actor)
    before = reading.edition
    reading.answer = answer
    if before == edition:  # another answer keeps its place among all, so that it brings nobody else's to light
        reading.save()
    else:
        reading.edition, reading.read_at = edition, timezone.now()
        reading.save()
        changes = {"edition": (before, edition)}
        record_change(reading, actor=actor, action="reading.said", changes=changes, label=locked.title)
    return reading


def check_asked(objective, edition):
    if objective.is_archived:
        raise GoalError(_("This objective is archived: nobody is asked to read it any more."))
    if not objective.takes_readings:
        raise GoalError(_("Nobody is asked to read it any more: its cycle is in review or closed."))
    if objective.edition != edition:
        raise GoalError(_("It has been reworded meanwhile. Please read it again, then answer."))
